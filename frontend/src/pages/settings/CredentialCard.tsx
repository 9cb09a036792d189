import { Alert, Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { removeCredential, replaceCredential, subscriptionsQuery } from "../../api/subscriptions";
import { Card, Facts } from "../../components/Card";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { isUuid } from "../../model/subscription";
import type { AzureAccount, AzureCredential, Subscription } from "../../model/subscription";
import { dateTime } from "../../model/time";
import { useMembership } from "../tenant";
import { SecretInput } from "./AddSubscriptionPage";
import { Confirm } from "../Confirm";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";

interface Props {
  subscription: Subscription;
  account: AzureAccount;
  onDone: (text: string | undefined) => void;
}

/** Who acts in Azure, and whether a secret of theirs is stored; the secret itself is told to nobody. */
export function CredentialCard({ subscription, account, onDone }: Props) {
  const { language } = useMessages();
  const all = useSettingsMessages();
  const { credential: texts, azure } = all.subscriptions;
  const { tenant, role } = useMembership();
  const queries = useQueryClient();
  const [replacing, setReplacing] = useState(false);
  const [asking, setAsking] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: subscriptionsQuery(tenant).queryKey });
  const removal = useMutation({
    mutationFn: () => removeCredential(tenant, subscription.id),
    onSuccess: () => {
      setAsking(false);
      onDone(texts.removed);
    },
    onSettled: refresh,
  });
  return (
    <Card title={texts.title} note={texts.note}>
      <Facts
        facts={[
          [azure.directory, <span className="mono">{account.directory}</span>],
          [azure.clientId, <span className="mono">{account.clientId}</span>],
          [texts.secret, account.secretSetAt ? all.set(dateTime(account.secretSetAt, language)) : all.notSet],
        ]}
      />
      {account.secretSetAt ? null : (
        <Alert mt="md" color="yellow" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {texts.missing}
        </Alert>
      )}
      {!may(role, "manage") ? null : replacing ? (
        <ReplaceForm
          subscription={subscription}
          account={account}
          onCancel={() => {
            setReplacing(false);
          }}
          onReplaced={async () => {
            setReplacing(false);
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
              setReplacing(true);
            }}
          >
            {account.secretSetAt ? texts.replace : texts.setIt}
          </Button>
          {account.secretSetAt ? (
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

interface ReplaceProps {
  subscription: Subscription;
  account: AzureAccount;
  onCancel: () => void;
  onReplaced: () => Promise<void>;
}

const untouched: Complaints = {};

function ReplaceForm({ subscription, account, onCancel, onReplaced }: ReplaceProps) {
  const all = useSettingsMessages();
  const { credential: texts, azure } = all.subscriptions;
  const { tenant } = useMembership();
  const [draft, setDraft] = useState<AzureCredential>({
    directory: account.directory,
    clientId: account.clientId,
    clientSecret: "",
  });
  const [complaints, setComplaints] = useState(untouched);
  const replacement = useMutation({
    mutationFn: () =>
      replaceCredential(tenant, subscription.id, {
        directory: draft.directory.trim(),
        clientId: draft.clientId.trim(),
        clientSecret: draft.clientSecret.trim(),
      }),
    onSuccess: onReplaced,
    gcTime: 0,
  });
  const submit = () => {
    const needed = (text: string) => (text.trim() === "" ? all.required : undefined);
    const found: Complaints = {
      directory: needed(draft.directory),
      clientId: needed(draft.clientId) ?? (isUuid(draft.clientId) ? undefined : azure.badId),
      clientSecret: needed(draft.clientSecret),
    };
    setComplaints(found);
    replacement.reset();
    if (!hasComplaints(found)) replacement.mutate();
  };
  const wrong = withThoseOf(replacement.error, complaints);
  const text = (field: "directory" | "clientId", hint?: string) => (
    <TextInput
      label={azure[field]}
      description={hint}
      required
      autoComplete="off"
      spellCheck={false}
      value={draft[field]}
      error={wrong[field]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setDraft((now) => ({ ...now, [field]: value }));
      }}
    />
  );
  return (
    <div className={form.below}>
      <Form
        label={texts.title}
        complaints={complaints}
        failed={texts.failed}
        error={replacement.error}
        busy={replacement.isPending}
        deed={all.save}
        aside={
          <Button variant="default" onClick={onCancel}>
            {all.cancel}
          </Button>
        }
        onSubmit={submit}
      >
        <div className={form.pair}>
          {text("directory", azure.directoryHint)}
          {text("clientId")}
        </div>
        <SecretInput
          value={draft.clientSecret}
          error={wrong.clientSecret}
          onChange={(clientSecret) => {
            setDraft((now) => ({ ...now, clientSecret }));
          }}
        />
      </Form>
    </div>
  );
}
