import { Button, PasswordInput, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconCircleCheck, IconCircleX, IconMinus, IconPlugConnected } from "@tabler/icons-react";
import { useState } from "react";
import {
  identityProviderQuery,
  removeIdentityProvider,
  setIdentityProvider,
  testIdentityProvider,
} from "../../api/settings";
import { Card } from "../../components/Card";
import { CopyField } from "../../components/CopyField";
import { CardSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { lookUp, useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import type { IdentityProvider, NewIdentityProvider, ProviderTest } from "../../model/settings";
import { isHttpsAddress } from "../../model/subscription";
import { exactTime } from "../../model/time";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { Confirm } from "../Confirm";
import { Done, Form, hasComplaints, withThoseOf } from "../Form";
import type { Complaints } from "../Form";
import form from "../Form.module.css";
import styles from "./IdentityProviderPage.module.css";
import { DiscardButton } from "./DiscardButton";
import { SettingsPage } from "./SettingsPage";
import { UnsavedGuard } from "./UnsavedGuard";

export function IdentityProviderPage() {
  const { provider: texts } = useSettingsMessages();
  return (
    <SettingsPage section="identity-provider" lead={texts.lead}>
      <Provider />
    </SettingsPage>
  );
}

function Provider() {
  const { provider: texts } = useSettingsMessages();
  const { tenant } = useMembership();
  const query = useQuery(identityProviderQuery(tenant));
  const [beginning, setBeginning] = useState(false);
  const [done, setDone] = useState<string>();
  if (query.isPending) return <CardSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const provider = query.data;
  return (
    <>
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      {provider.own || beginning ? (
        <Editor
          // Another provider is another form.
          key={JSON.stringify([provider.own, provider.issuer, provider.clientId, provider.clientSecretSetAt])}
          provider={provider}
          onSaved={() => {
            setDone(texts.saved);
            setBeginning(false);
          }}
          onTouched={() => {
            setDone(undefined);
          }}
          onRemoved={() => {
            setDone(texts.removed);
          }}
          onCancel={
            provider.own
              ? undefined
              : () => {
                  setBeginning(false);
                }
          }
        />
      ) : (
        <Card title={texts.installation} note={texts.installationNote}>
          <Button
            variant="light"
            onClick={() => {
              setDone(undefined);
              setBeginning(true);
            }}
          >
            {texts.setOwn}
          </Button>
        </Card>
      )}
    </>
  );
}

/** What becomes of the secret: the one that is stored stays, another takes its place, or there is none. */
type SecretWish = "keep" | "set" | "none";

interface Draft {
  issuer: string;
  clientId: string;
  scopes: string;
  roleClaim: string;
  wish: SecretWish;
  secret: string;
}

function draftOf(provider: IdentityProvider): Draft {
  const { own, issuer, clientId, scopes, roleClaim, clientSecret } = provider;
  return {
    issuer: own ? (issuer ?? "") : "",
    clientId: own ? (clientId ?? "") : "",
    scopes: own ? (scopes ?? "") : "openid profile",
    roleClaim: own ? (roleClaim ?? "") : "groups",
    wish: own && clientSecret ? "keep" : "none",
    secret: "",
  };
}

const untouched: Complaints = {};

interface EditorProps {
  provider: IdentityProvider;
  onSaved: () => void;
  onTouched: () => void;
  onRemoved: () => void;
  onCancel?: () => void;
}

function Editor({ provider, onSaved, onTouched, onRemoved, onCancel }: EditorProps) {
  const all = useSettingsMessages();
  const { provider: texts } = all;
  const { language } = useMessages();
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(provider));
  const [complaints, setComplaints] = useState(untouched);
  const stored = provider.own && provider.clientSecret;
  const base = draftOf(provider);
  const dirty = JSON.stringify(draft) !== JSON.stringify(base);
  const moved = draft.issuer.trim() !== base.issuer || draft.clientId.trim() !== base.clientId;
  const change = useMutation({
    mutationFn: (wanted: NewIdentityProvider) => setIdentityProvider(tenant, wanted),
    onSuccess: (saved) => {
      queries.setQueryData(identityProviderQuery(tenant).queryKey, saved);
      setDraft(draftOf(saved));
      change.reset();
      onSaved();
    },
    // The secret is not to stay behind.
    gcTime: 0,
  });
  const test = useMutation({ mutationFn: () => testIdentityProvider(tenant, draft.issuer.trim()) });
  const set = (wanted: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...wanted }));
    onTouched();
  };
  const issuerComplaint =
    draft.issuer.trim() === ""
      ? all.required
      : isHttpsAddress(draft.issuer.trim())
        ? undefined
        : texts.issuerBad;
  const submit = () => {
    const found: Complaints = {
      issuer: issuerComplaint,
      clientId: draft.clientId.trim() === "" ? all.required : undefined,
      clientSecret:
        draft.wish === "set" && draft.secret === ""
          ? all.required
          : draft.wish === "keep" && moved
            ? texts.secretAgain
            : undefined,
    };
    setComplaints(found);
    change.reset();
    if (hasComplaints(found)) return;
    change.mutate({
      issuer: draft.issuer.trim(),
      clientId: draft.clientId.trim(),
      scopes: draft.scopes.trim() === "" ? "openid profile" : draft.scopes.trim(),
      roleClaim: draft.roleClaim.trim() === "" ? "groups" : draft.roleClaim.trim(),
      ...(draft.wish === "set" ? { clientSecret: draft.secret } : {}),
      ...(draft.wish === "none" && stored ? { clientSecret: null } : {}),
    });
  };
  const wrong = withThoseOf(change.error, complaints);
  const text = (field: "issuer" | "clientId" | "scopes" | "roleClaim", hint?: string) => (
    <TextInput
      label={texts[field]}
      description={hint}
      required={field === "issuer" || field === "clientId"}
      autoComplete="off"
      spellCheck={false}
      value={draft[field]}
      error={wrong[field]}
      onChange={(event) => {
        set({ [field]: event.currentTarget.value });
        if (field === "issuer") test.reset();
      }}
    />
  );
  return (
    <>
      <UnsavedGuard dirty={dirty} />
      <Card title={texts.own} note={texts.ownNote}>
        <Form
          label={texts.own}
          complaints={complaints}
          failed={texts.failed}
          error={change.error}
          busy={change.isPending}
          deed={all.save}
          aside={
            <>
              <Button
                variant="default"
                loading={test.isPending}
                leftSection={<IconPlugConnected size={16} aria-hidden />}
                onClick={() => {
                  setComplaints(issuerComplaint === undefined ? untouched : { issuer: issuerComplaint });
                  if (issuerComplaint === undefined) test.mutate();
                }}
              >
                {texts.test}
              </Button>
              <DiscardButton
                shown={dirty}
                onClick={() => {
                  setDraft(base);
                  setComplaints(untouched);
                  change.reset();
                  test.reset();
                }}
              />
              {onCancel && !dirty ? (
                <Button variant="default" onClick={onCancel}>
                  {all.cancel}
                </Button>
              ) : null}
            </>
          }
          onSubmit={submit}
        >
          {provider.redirectUri === undefined ? null : (
            <CopyField
              label={texts.redirect}
              description={texts.redirectHint}
              value={provider.redirectUri}
              copy={all.copy}
              copied={all.copied}
            />
          )}
          {text("issuer", texts.issuerHint)}
          {text("clientId")}
          <Radio.Group
            label={texts.secret}
            description={texts.secretHint}
            value={draft.wish}
            error={draft.wish === "set" ? undefined : wrong.clientSecret}
            onChange={(wish) => {
              set({ wish: wish === "keep" || wish === "set" ? wish : "none", secret: "" });
            }}
          >
            <Stack gap={8} mt={8}>
              {stored ? (
                <Radio
                  value="keep"
                  label={texts.secretKeep}
                  description={
                    provider.clientSecretSetAt
                      ? texts.secretSet(exactTime(provider.clientSecretSetAt, language))
                      : texts.secretIsSet
                  }
                />
              ) : null}
              <Radio value="set" label={stored ? texts.secretReplace : texts.secretFirst} />
              <Radio value="none" label={stored ? texts.secretClear : texts.secretStay} />
            </Stack>
          </Radio.Group>
          {draft.wish === "set" ? (
            <PasswordInput
              label={texts.secret}
              autoComplete="new-password"
              value={draft.secret}
              error={wrong.clientSecret}
              visibilityToggleButtonProps={{ "aria-hidden": true }}
              onChange={(event) => {
                set({ secret: event.currentTarget.value });
              }}
            />
          ) : null}
          <div className={form.pair}>
            {text("scopes", texts.scopesHint)}
            {text("roleClaim", texts.roleClaimHint)}
          </div>
          <DeedFailure title={texts.testFailed} error={test.error} />
          <div role="status">
            {test.isPending ? texts.testing : test.data ? <TestResult result={test.data} /> : null}
          </div>
        </Form>
      </Card>
      {provider.own ? <Removal onRemoved={onRemoved} /> : null}
    </>
  );
}

function TestResult({ result }: { result: ProviderTest }) {
  const { provider: texts } = useSettingsMessages();
  return (
    <div className={styles.result} data-ok={result.ok}>
      <p className={styles.verdict}>{result.ok ? texts.testOk : texts.testBad}</p>
      <ul className={styles.steps}>
        {result.steps.map((step) => {
          const Icon = step.ok === undefined ? IconMinus : step.ok ? IconCircleCheck : IconCircleX;
          return (
            <li key={step.step} data-ok={step.ok}>
              <Icon
                size={16}
                role="img"
                aria-label={
                  step.ok === undefined ? texts.stepSkipped : step.ok ? texts.stepOk : texts.stepBad
                }
              />
              <span>
                {lookUp(texts.steps, step.step)}
                {step.text === undefined ? null : (
                  <>
                    {": "}
                    <VisibleText text={step.text} />
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Removal({ onRemoved }: { onRemoved: () => void }) {
  const all = useSettingsMessages();
  const { provider: texts } = all;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const removal = useMutation({
    mutationFn: () => removeIdentityProvider(tenant),
    onSuccess: async () => {
      setAsking(false);
      onRemoved();
      await queries.invalidateQueries({ queryKey: identityProviderQuery(tenant).queryKey });
    },
  });
  return (
    <div>
      <Button
        variant="light"
        color="red"
        onClick={() => {
          removal.reset();
          setAsking(true);
        }}
      >
        {texts.remove}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        title={texts.removeTitle}
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
    </div>
  );
}
