import { Button, Table } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle, IconCircleCheck, IconPlugX } from "@tabler/icons-react";
import { useState } from "react";
import { cutOffWorkspace, slackWorkspacesQuery } from "../../api/slack";
import { RelativeTime } from "../../components/RelativeTime";
import { EmptyState } from "../../components/States";
import { StatusBadge } from "../../components/StatusBadge";
import { VisibleText } from "../../components/VisibleText";
import { useSettingsMessages } from "../../i18n/settings";
import { useSlackMessages } from "../../i18n/slack";
import type { SlackWorkspace } from "../../model/slack";
import { Confirm } from "../Confirm";
import { Done } from "../Form";
import list from "../ListPage.module.css";
import styles from "../Table.module.css";
import { useMembership } from "../tenant";

const active = { tone: "ok", icon: IconCircleCheck } as const;
const ending = { tone: "warn", icon: IconAlertTriangle } as const;
const off = { tone: "mute", icon: IconPlugX } as const;

/** The workspaces that are connected, or were. */
export function SlackWorkspaces({ workspaces }: { workspaces: SlackWorkspace[] }) {
  const texts = useSlackMessages();
  const [wish, setWish] = useState<SlackWorkspace>();
  const [done, setDone] = useState<string>();
  if (workspaces.length === 0) return <EmptyState title={texts.noWorkspaces} text={texts.noWorkspacesText} />;
  return (
    <>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <div className={list.frame}>
        <WorkspaceTable workspaces={workspaces} onCutOff={setWish} />
      </div>
      {wish ? (
        <CutOff
          workspace={wish}
          onClose={() => {
            setWish(undefined);
          }}
          onDone={setDone}
        />
      ) : null}
    </>
  );
}

interface TableProps {
  workspaces: SlackWorkspace[];
  onCutOff: (workspace: SlackWorkspace) => void;
}

function WorkspaceTable({ workspaces, onCutOff }: TableProps) {
  const texts = useSlackMessages();
  const { actions } = useSettingsMessages();
  return (
    <Table className={styles.table} verticalSpacing={8} horizontalSpacing="sm" aria-label={texts.workspaces}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.workspaceName}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          <Table.Th>{texts.installed}</Table.Th>
          <Table.Th className={styles.deeds} aria-label={actions} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {workspaces.map((workspace) => (
          <Table.Tr key={workspace.id}>
            <Table.Th scope="row">
              <span className={styles.name}>
                <VisibleText text={workspace.name} />
              </span>
              <span className={styles.sub}>{workspace.team || workspace.enterprise}</span>
            </Table.Th>
            <Table.Td data-label={texts.state}>
              <WorkspaceStanding workspace={workspace} />
            </Table.Td>
            <Table.Td data-label={texts.installed}>
              <VisibleText text={workspace.installedBy} />
              <span className={styles.sub}>
                <RelativeTime at={workspace.installedAt} />
              </span>
            </Table.Td>
            <Table.Td className={styles.deeds}>
              {workspace.state === "active" ? (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={texts.cutOffOf(workspace.name)}
                  onClick={() => {
                    onCutOff(workspace);
                  }}
                >
                  {texts.cutOff}
                </Button>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Whether it works, and whether it will go on to. */
function WorkspaceStanding({ workspace }: { workspace: SlackWorkspace }) {
  const texts = useSlackMessages();
  if (workspace.state !== "active" || workspace.renewalRefused === undefined) {
    return (
      <StatusBadge look={workspace.state === "active" ? active : off} size="sm">
        {texts.states[workspace.state]}
      </StatusBadge>
    );
  }
  return (
    <>
      <StatusBadge look={ending} size="sm">
        {texts.ending}
      </StatusBadge>
      <span className={styles.sub}>
        <VisibleText text={texts.endingText(workspace.renewalRefused)} />
      </span>
      {workspace.endsAt ? (
        <span className={styles.sub}>
          {texts.ends} <RelativeTime at={workspace.endsAt} />
        </span>
      ) : null}
    </>
  );
}

interface CutOffProps {
  workspace: SlackWorkspace;
  onClose: () => void;
  onDone: (text: string) => void;
}

function CutOff({ workspace, onClose, onDone }: CutOffProps) {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const cut = useMutation({
    mutationFn: () => cutOffWorkspace(tenant, workspace.id),
    onSuccess: () => {
      onClose();
      onDone(texts.cutOffDone(workspace.name));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: slackWorkspacesQuery(tenant).queryKey }),
  });
  return (
    <Confirm
      opened
      onClose={onClose}
      title={texts.cutOffTitle(workspace.name)}
      deed={texts.cutOff}
      keep={texts.keep}
      busy={cut.isPending}
      error={cut.error}
      failed={texts.cutOffFailed}
      onConfirm={() => {
        cut.mutate();
      }}
    >
      <p>{texts.cutOffText}</p>
    </Confirm>
  );
}
