import { NativeSelect, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { addSubscription, subscriptionsQuery } from "../../api/subscriptions";
import { Card } from "../../components/Card";
import { LinkButton } from "../../components/LinkButton";
import { NoPermission } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import { clouds, isHttpsAddress, isUuid } from "../../model/subscription";
import type { Cloud, NewSubscription } from "../../model/subscription";
import { useMembership } from "../tenant";
import { Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";
import { SettingsPage } from "./SettingsPage";

export function AddSubscriptionPage() {
  const { m } = useMessages();
  const { subscriptions: texts } = useSettingsMessages();
  const { tenant, role } = useMembership();
  return (
    <SettingsPage
      section="subscriptions"
      title={texts.new.title}
      tabTitle={texts.new.title}
      lead={texts.new.lead}
      above={<BackToSubscriptions tenant={tenant} />}
      changeable={false}
    >
      {may(role, "manage") ? (
        <Card>
          <NewSubscriptionForm />
        </Card>
      ) : (
        <NoPermission text={m.problems.noPermissionText(m.roles[role], m.roles.admin)} />
      )}
    </SettingsPage>
  );
}

export function BackToSubscriptions({ tenant }: { tenant: string }) {
  const { subscriptions: texts } = useSettingsMessages();
  return (
    <Link to="/t/$tenant/settings/subscriptions" params={{ tenant }}>
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {texts.back}
    </Link>
  );
}

/** The fields of all kinds; those of the chosen kind are shown and sent. */
interface Draft {
  provider: "azure" | "strongswan";
  name: string;
  cloud: Cloud;
  authority: string;
  resourceManager: string;
  subscription: string;
  directory: string;
  clientId: string;
  clientSecret: string;
}

const blank: Draft = {
  provider: "azure",
  name: "",
  cloud: "public",
  authority: "",
  resourceManager: "",
  subscription: "",
  directory: "",
  clientId: "",
  clientSecret: "",
};

const untouched: Complaints = {};
const longestName = 200;

function wireOf(draft: Draft): NewSubscription {
  const { provider, cloud, authority, resourceManager, clientSecret } = draft;
  const name = draft.name.trim();
  if (provider === "strongswan") return { name, provider };
  return {
    name,
    provider,
    azure: {
      subscription: draft.subscription.trim(),
      directory: draft.directory.trim(),
      clientId: draft.clientId.trim(),
      clientSecret: clientSecret.trim(),
      ...(cloud === "custom"
        ? { authority: authority.trim(), resourceManager: resourceManager.trim() }
        : { cloud }),
    },
  };
}

function NewSubscriptionForm() {
  const all = useSettingsMessages();
  const { new: texts, azure, name: nameLabel } = all.subscriptions;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(blank);
  const [complaints, setComplaints] = useState(untouched);
  const add = useMutation({
    mutationFn: () => addSubscription(tenant, wireOf(draft)),
    onSuccess: async (added) => {
      void queries.invalidateQueries({ queryKey: subscriptionsQuery(tenant).queryKey });
      await navigate({
        to: "/t/$tenant/settings/subscriptions/$subscription",
        params: { tenant, subscription: added.id },
      });
    },
    gcTime: 0,
  });
  const set = (wanted: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...wanted }));
  };
  const isAzure = draft.provider === "azure";
  const complaintsAbout = (): Complaints => {
    const name = draft.name.trim();
    const needed = (text: string) => (text.trim() === "" ? all.required : undefined);
    const id = (text: string) => needed(text) ?? (isUuid(text) ? undefined : azure.badId);
    const address = (text: string) =>
      needed(text) ?? (isHttpsAddress(text.trim()) ? undefined : azure.badAddress);
    return {
      name: name === "" ? all.required : name.length > longestName ? all.tooLong(longestName) : undefined,
      ...(isAzure
        ? {
            "azure.subscription": id(draft.subscription),
            "azure.directory": needed(draft.directory),
            "azure.clientId": id(draft.clientId),
            "azure.clientSecret": needed(draft.clientSecret),
            ...(draft.cloud === "custom"
              ? {
                  "azure.authority": address(draft.authority),
                  "azure.resourceManager": address(draft.resourceManager),
                }
              : {}),
          }
        : {}),
    };
  };
  const submit = () => {
    const found = complaintsAbout();
    setComplaints(found);
    add.reset();
    if (!hasComplaints(found)) add.mutate();
  };
  const wrong = withThoseOf(add.error, complaints);
  const text = (
    field: "authority" | "resourceManager" | "subscription" | "directory" | "clientId",
    hint?: string,
  ) => (
    <TextInput
      label={azure[field]}
      description={hint}
      required
      autoComplete="off"
      spellCheck={false}
      value={draft[field]}
      error={wrong[`azure.${field}`]}
      onChange={(event) => {
        set({ [field]: event.currentTarget.value });
      }}
    />
  );
  return (
    <Form
      label={texts.title}
      complaints={complaints}
      failed={texts.failed}
      error={add.error}
      busy={add.isPending}
      deed={texts.create}
      aside={
        <LinkButton to="/t/$tenant/settings/subscriptions" params={{ tenant }} variant="default">
          {all.cancel}
        </LinkButton>
      }
      onSubmit={submit}
    >
      <Radio.Group
        label={texts.kind}
        value={draft.provider}
        error={wrong.provider}
        onChange={(provider) => {
          set({ provider: provider === "strongswan" ? "strongswan" : "azure" });
          setComplaints(untouched);
        }}
      >
        <Stack gap={10} mt={8}>
          {(["azure", "strongswan"] as const).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={texts.kinds[kind]}
              description={texts.kindExplained[kind]}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label={nameLabel}
        description={texts.nameHint}
        required
        autoComplete="off"
        value={draft.name}
        error={wrong.name}
        onChange={(event) => {
          set({ name: event.currentTarget.value });
        }}
      />
      {isAzure ? (
        <>
          <NativeSelect
            label={azure.cloud}
            description={draft.cloud === "custom" ? azure.customHint : undefined}
            data={clouds.map((cloud) => ({ value: cloud, label: azure.clouds[cloud] }))}
            value={draft.cloud}
            error={wrong["azure.cloud"]}
            onChange={(event) => {
              set({ cloud: clouds.find((one) => one === event.currentTarget.value) ?? "public" });
            }}
          />
          {draft.cloud === "custom" ? (
            <div className={form.pair}>
              {text("authority")}
              {text("resourceManager")}
            </div>
          ) : null}
          <div className={form.pair}>
            {text("subscription")}
            {text("directory", azure.directoryHint)}
          </div>
          <div className={form.pair}>
            {text("clientId")}
            <SecretInput
              value={draft.clientSecret}
              error={wrong["azure.clientSecret"]}
              onChange={(clientSecret) => {
                set({ clientSecret });
              }}
            />
          </div>
        </>
      ) : null}
    </Form>
  );
}

interface SecretProps {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** The secret of an application in Azure: goes in, never comes out. */
export function SecretInput({ value, error, onChange }: SecretProps) {
  const { azure } = useSettingsMessages().subscriptions;
  return (
    <PasswordInput
      label={azure.clientSecret}
      description={azure.secretHint}
      required
      autoComplete="new-password"
      value={value}
      error={error}
      visibilityToggleButtonProps={{ "aria-hidden": true }}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
