import { Button, Group, PasswordInput, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { putStorage, removeStorage, subscriptionsQuery } from "../../api/subscriptions";
import { Card, Facts } from "../../components/Card";
import { ResourceId } from "../../components/ResourceId";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { isHttpsAddress } from "../../model/subscription";
import type { Subscription } from "../../model/subscription";
import { dateTime } from "../../model/time";
import { useMembership } from "../tenant";
import { Confirm } from "../Confirm";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";

interface Props {
  subscription: Subscription;
  onDone: (text: string | undefined) => void;
}

/** Where bundles are put besides our own store; the key goes in and is told to nobody. */
export function StorageCard({ subscription, onDone }: Props) {
  const { language } = useMessages();
  const all = useSettingsMessages();
  const { store: texts } = all.subscriptions;
  const { tenant, role } = useMembership();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const { storage } = subscription;
  const refresh = () => queries.invalidateQueries({ queryKey: subscriptionsQuery(tenant).queryKey });
  const removal = useMutation({
    mutationFn: () => removeStorage(tenant, subscription.id),
    onSuccess: () => {
      setAsking(false);
      onDone(texts.removed);
    },
    onSettled: refresh,
  });
  return (
    <Card title={texts.title} note={texts.note}>
      {storage ? (
        <Facts
          facts={[
            [texts.accountId, <ResourceId id={storage.accountId} />, "long"],
            [texts.container, <span className="mono">{storage.container}</span>, "long"],
            [texts.key, storage.keySetAt ? all.set(dateTime(storage.keySetAt, language)) : texts.keyAsked],
          ]}
        />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.none}
        </Text>
      )}
      {!may(role, "manage") ? null : editing ? (
        <StorageForm
          subscription={subscription}
          onCancel={() => {
            setEditing(false);
          }}
          onSaved={async () => {
            setEditing(false);
            onDone(texts.done);
            await refresh();
          }}
        />
      ) : (
        <Group mt="md" gap="xs">
          <Button
            variant="light"
            onClick={() => {
              onDone(undefined);
              setEditing(true);
            }}
          >
            {storage ? texts.change : texts.set}
          </Button>
          {storage ? (
            <Button
              variant="light"
              color="red"
              onClick={() => {
                onDone(undefined);
                removal.reset();
                setAsking(true);
              }}
            >
              {texts.remove}
            </Button>
          ) : null}
        </Group>
      )}
      <Confirm
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        title={texts.removeTitle(subscription.name)}
        deed={texts.remove}
        keep={all.cancel}
        busy={removal.isPending}
        error={removal.error}
        failed={texts.removeFailed}
        onConfirm={() => {
          removal.mutate();
        }}
      >
        <p>{texts.removeText}</p>
      </Confirm>
    </Card>
  );
}

interface FormProps {
  subscription: Subscription;
  onCancel: () => void;
  onSaved: () => Promise<void>;
}

const untouched: Complaints = {};

function StorageForm({ subscription, onCancel, onSaved }: FormProps) {
  const all = useSettingsMessages();
  const { store: texts, azure } = all.subscriptions;
  const { tenant } = useMembership();
  const { storage } = subscription;
  const [accountId, setAccountId] = useState(storage?.accountId ?? "");
  const [container, setContainer] = useState(storage?.container ?? "");
  const [key, setKey] = useState("");
  const [complaints, setComplaints] = useState(untouched);
  const saving = useMutation({
    mutationFn: () =>
      putStorage(tenant, subscription.id, {
        accountId: accountId.trim(),
        container: container.trim(),
        ...(key.trim() === "" ? {} : { key: key.trim() }),
      }),
    onSuccess: onSaved,
    gcTime: 0,
  });
  const submit = () => {
    const found: Complaints = {
      accountId: accountId.trim() === "" ? all.required : undefined,
      container:
        container.trim() === ""
          ? all.required
          : isHttpsAddress(container.trim())
            ? undefined
            : azure.badAddress,
    };
    setComplaints(found);
    saving.reset();
    if (!hasComplaints(found)) saving.mutate();
  };
  const wrong = withThoseOf(saving.error, complaints);
  return (
    <div className={form.below}>
      <Form
        label={texts.title}
        complaints={complaints}
        failed={texts.failed}
        error={saving.error}
        busy={saving.isPending}
        deed={all.save}
        aside={
          <Button variant="default" onClick={onCancel}>
            {all.cancel}
          </Button>
        }
        onSubmit={submit}
      >
        <TextInput
          label={texts.accountId}
          description={texts.accountHint}
          required
          autoComplete="off"
          spellCheck={false}
          value={accountId}
          error={wrong.accountId}
          onChange={(event) => {
            setAccountId(event.currentTarget.value);
          }}
        />
        <TextInput
          label={texts.container}
          description={texts.containerHint}
          required
          autoComplete="off"
          spellCheck={false}
          value={container}
          error={wrong.container}
          onChange={(event) => {
            setContainer(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label={texts.key}
          description={storage?.keySetAt ? `${texts.changeHint} ${texts.keyHint}` : texts.keyHint}
          autoComplete="new-password"
          value={key}
          error={wrong.key}
          visibilityToggleButtonProps={{ "aria-hidden": true }}
          onChange={(event) => {
            setKey(event.currentTarget.value);
          }}
        />
      </Form>
    </div>
  );
}
