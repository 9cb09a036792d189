import { Button, NativeSelect, Table, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { bindChannel, slackChannelsQuery, unbindChannel } from "../../api/slack";
import { Card } from "../../components/Card";
import { RelativeTime } from "../../components/RelativeTime";
import { ListSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { useSlackMessages } from "../../i18n/slack";
import { roles } from "../../model/role";
import type { Role } from "../../model/role";
import { isChannelId } from "../../model/slack";
import type { SlackChannel, SlackWorkspace } from "../../model/slack";
import { Confirm } from "../Confirm";
import { Failure } from "../Failure";
import { Done, Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import styles from "../Table.module.css";
import { useMembership } from "../tenant";

/** The channels that see the tenant, and the form that binds another. */
export function SlackChannels({ workspaces }: { workspaces: SlackWorkspace[] }) {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const query = useQuery(slackChannelsQuery(tenant));
  const [wish, setWish] = useState<SlackChannel>();
  const [done, setDone] = useState<string>();
  const connected = workspaces.filter((workspace) => workspace.state === "active");
  return (
    <Card title={texts.channels} note={texts.channelsNote}>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      {query.isPending ? (
        <ListSkeleton rows={2} />
      ) : !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <p className="dim">
          {texts.noChannels}. {texts.noChannelsText}
        </p>
      ) : (
        <ChannelTable channels={query.data.items} onUnbind={setWish} />
      )}
      {connected.length === 0 ? null : <Bind workspaces={connected} onDone={setDone} />}
      {wish ? (
        <Unbind
          channel={wish}
          onClose={() => {
            setWish(undefined);
          }}
          onDone={setDone}
        />
      ) : null}
    </Card>
  );
}

interface TableProps {
  channels: SlackChannel[];
  onUnbind: (channel: SlackChannel) => void;
}

function ChannelTable({ channels, onUnbind }: TableProps) {
  const { m } = useMessages();
  const texts = useSlackMessages();
  const { actions } = useSettingsMessages();
  return (
    <Table className={styles.table} verticalSpacing={8} horizontalSpacing="sm" aria-label={texts.channels}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.channel}</Table.Th>
          <Table.Th>{texts.ceiling}</Table.Th>
          <Table.Th>{texts.bound}</Table.Th>
          <Table.Th className={styles.deeds} aria-label={actions} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {channels.map((channel) => (
          <Table.Tr key={`${channel.workspace} ${channel.channel}`}>
            <Table.Th scope="row">
              <span className={styles.name}>
                <VisibleText text={channel.name} />
              </span>
              <span className={styles.sub}>{channel.channel}</span>
            </Table.Th>
            <Table.Td data-label={texts.ceiling}>{m.roles[channel.ceiling]}</Table.Td>
            <Table.Td data-label={texts.bound}>
              <VisibleText text={channel.boundBy} />
              <span className={styles.sub}>
                <RelativeTime at={channel.boundAt} />
              </span>
            </Table.Td>
            <Table.Td className={styles.deeds}>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                aria-label={texts.unbindOf(channel.name)}
                onClick={() => {
                  onUnbind(channel);
                }}
              >
                {texts.unbind}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface BindProps {
  workspaces: SlackWorkspace[];
  onDone: (text: string) => void;
}

function Bind({ workspaces, onDone }: BindProps) {
  const { m } = useMessages();
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [workspace, setWorkspace] = useState(workspaces[0]?.id ?? "");
  const [channel, setChannel] = useState("");
  const [name, setName] = useState("");
  const [ceiling, setCeiling] = useState<Role>("viewer");
  const [own, setOwn] = useState<Complaints>({});
  const bind = useMutation({
    mutationFn: () => bindChannel(tenant, { workspace, channel: channel.trim(), name: name.trim(), ceiling }),
    onSuccess: async (bound) => {
      setChannel("");
      setName("");
      onDone(texts.boundDone(bound.name));
      await queries.invalidateQueries({ queryKey: slackChannelsQuery(tenant).queryKey });
    },
  });
  // A new object would take the focus to the next field that is wrong with each letter.
  const complaints = useMemo(() => withThoseOf(bind.error, own), [bind.error, own]);
  const submit = () => {
    const found = {
      channel: isChannelId(channel.trim()) ? undefined : texts.channelIdWrong,
      name: name.trim() === "" ? texts.channelNameEmpty : undefined,
    };
    setOwn(found);
    if (!hasComplaints(found)) bind.mutate();
  };
  return (
    <Form
      label={texts.bind}
      complaints={complaints}
      failed={texts.bindFailed}
      error={bind.error}
      busy={bind.isPending}
      deed={texts.bind}
      onSubmit={submit}
    >
      <NativeSelect
        label={texts.workspaceName}
        value={workspace}
        data={workspaces.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(event) => {
          setWorkspace(event.currentTarget.value);
        }}
      />
      <TextInput
        label={texts.channelId}
        description={texts.channelIdHint}
        value={channel}
        error={complaints.channel}
        onChange={(event) => {
          setChannel(event.currentTarget.value);
        }}
      />
      <TextInput
        label={texts.channelName}
        value={name}
        maxLength={200}
        error={complaints.name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label={texts.ceiling}
        value={ceiling}
        data={roles.map((role) => ({ value: role, label: m.roles[role] }))}
        onChange={(event) => {
          const chosen = roles.find((role) => role === event.currentTarget.value);
          if (chosen) setCeiling(chosen);
        }}
      />
    </Form>
  );
}

interface UnbindProps {
  channel: SlackChannel;
  onClose: () => void;
  onDone: (text: string) => void;
}

function Unbind({ channel, onClose, onDone }: UnbindProps) {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const unbind = useMutation({
    mutationFn: () => unbindChannel(tenant, channel.workspace, channel.channel),
    onSuccess: () => {
      onClose();
      onDone(texts.unboundDone(channel.name));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: slackChannelsQuery(tenant).queryKey }),
  });
  return (
    <Confirm
      opened
      onClose={onClose}
      title={texts.unbindTitle(channel.name)}
      deed={texts.unbind}
      keep={texts.keep}
      busy={unbind.isPending}
      error={unbind.error}
      failed={texts.unbindFailed}
      onConfirm={() => {
        unbind.mutate();
      }}
    >
      <p>{texts.unbindText}</p>
    </Confirm>
  );
}
