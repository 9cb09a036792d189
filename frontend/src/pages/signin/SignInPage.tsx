import { Alert, Avatar, Button, Skeleton, TextInput, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import {
  IconBinoculars,
  IconChevronRight,
  IconClockExclamation,
  IconGitCompare,
  IconListCheck,
  IconLockAccessOff,
  IconLogin2,
} from "@tabler/icons-react";
import { useState } from "react";
import { NotFound } from "../../api/client";
import { loginAddress, personasQuery, signInAs } from "../../api/session";
import { Logo } from "../../components/Logo";
import { useTabTitle } from "../../components/PageHeader";
import { Preferences } from "../../components/Preferences";
import { EmptyState } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { safeReturnPath } from "../../model/returnPath";
import { byTenant } from "../../model/role";
import type { Persona, SignInProblem } from "../../model/role";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import styles from "./SignInPage.module.css";

const route = getRouteApi("/sign-in");
const pointIcons = [IconBinoculars, IconListCheck, IconGitCompare];

export function SignInPage() {
  const { m } = useMessages();
  const { return: wanted, problem, request } = route.useSearch();
  useTabTitle(m.signIn.title);
  return (
    <div className={styles.page}>
      <section className={styles.brand}>
        <div className={styles.logo}>
          <Logo size={40} />
          <span>{m.app.name}</span>
        </div>
        <p className={styles.tagline}>{m.app.tagline}</p>
        <ul className={styles.points}>
          {m.signIn.points.map((point, index) => {
            const Icon = pointIcons[index] ?? IconListCheck;
            return (
              <li key={point}>
                <Icon size={20} stroke={1.6} aria-hidden /> {point}
              </li>
            );
          })}
        </ul>
      </section>
      <main className={styles.main}>
        <div className={styles.tools}>
          <Preferences />
        </div>
        <div className={styles.box}>
          {problem === undefined ? null : <Problem problem={problem} request={request} />}
          {wanted === undefined || problem !== undefined ? null : (
            <Alert
              color="yellow"
              variant="light"
              icon={<IconClockExclamation size={18} aria-hidden />}
              mb="md"
            >
              {m.signIn.expired}
            </Alert>
          )}
          <Ways returnTo={safeReturnPath(wanted, window.location.origin)} />
        </div>
      </main>
    </div>
  );
}

/** Why one was sent back here. What went wrong in detail, the audit alone knows. */
function Problem({ problem, request }: { problem: SignInProblem; request?: string }) {
  const { m } = useMessages();
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconLockAccessOff size={18} aria-hidden />}
      title={m.signIn.problemTitle}
      mb="md"
    >
      {m.signIn.problem[problem]}
      {request === undefined ? null : (
        <div className="dim">
          {m.problems.requestId}: <code>{request}</code>
        </div>
      )}
    </Alert>
  );
}

/** The personas of a demo; on any other server the way to the identity provider. */
function Ways({ returnTo }: { returnTo: string }) {
  const personas = useQuery(personasQuery);
  if (personas.isPending) return <PersonaSkeleton />;
  if (personas.error instanceof NotFound) return <ByProvider returnTo={returnTo} />;
  return (
    <>
      <DemoTitle />
      {personas.error ? (
        <Failure error={personas.error} onRetry={() => void personas.refetch()} />
      ) : (
        <Personas personas={personas.data} returnTo={returnTo} />
      )}
    </>
  );
}

function DemoTitle() {
  const { m } = useMessages();
  return (
    <>
      <h1 className={styles.title}>
        {m.signIn.demoTitle} <span className={styles.demo}>{m.app.demo}</span>
      </h1>
      <p className={styles.lead}>{m.signIn.demoText}</p>
    </>
  );
}

function ByProvider({ returnTo }: { returnTo: string }) {
  const { m } = useMessages();
  const [tenant, setTenant] = useState("");
  const pageOfATenant = returnTo.startsWith("/t/");
  return (
    <>
      <h1 className={styles.title}>{m.signIn.title}</h1>
      <p className={styles.lead}>{m.signIn.providerText}</p>
      {pageOfATenant ? null : (
        <TextInput
          label={m.signIn.tenantLabel}
          description={m.signIn.tenantHint}
          value={tenant}
          onChange={(event) => {
            setTenant(event.currentTarget.value);
          }}
          maxLength={63}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          mb="md"
        />
      )}
      <Button
        component="a"
        href={loginAddress(returnTo, tenant)}
        leftSection={<IconLogin2 size={18} />}
        fullWidth
      >
        {m.signIn.provider}
      </Button>
    </>
  );
}

function Personas({ personas, returnTo }: { personas: Persona[]; returnTo: string }) {
  const { m } = useMessages();
  const router = useRouter();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: signInAs,
    onSuccess: () => {
      // Another person may have been here before: nothing of theirs is kept.
      queries.clear();
      router.history.push(returnTo);
    },
  });

  if (personas.length === 0) return <EmptyState title={m.signIn.empty} text={m.signIn.emptyText} />;
  return (
    <>
      <DeedFailure title={m.problems.title} error={signIn.error} onClose={signIn.reset} />
      <div className={styles.tenants}>
        {byTenant(personas).map((group) => (
          <section key={group.tenant} className={styles.tenant} aria-label={group.tenantName}>
            <h2 className={styles.tenantName}>{group.tenantName}</h2>
            <ul className={styles.personas}>
              {group.personas.map((persona) => (
                <li key={persona.id}>
                  <UnstyledButton
                    className={styles.persona}
                    disabled={signIn.isPending}
                    aria-label={m.signIn.as(persona.name, m.roles[persona.role], persona.tenantName)}
                    onClick={() => {
                      signIn.mutate(persona.id);
                    }}
                  >
                    <Avatar size={34} radius="xl" color="signal" name={persona.name} aria-hidden />
                    <span className={styles.personaWords}>
                      <span className={styles.personaName}>
                        {persona.name} <span className={styles.role}>{m.roles[persona.role]}</span>
                      </span>
                      <span className={styles.explained}>{m.roleExplained[persona.role]}</span>
                    </span>
                    <IconChevronRight size={17} aria-hidden className={styles.chevron} />
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function PersonaSkeleton() {
  const { m } = useMessages();
  return (
    <div className={styles.tenants} role="status" aria-label={m.app.loading}>
      {[0, 1].map((column) => (
        <div key={column}>
          <Skeleton height={16} width={120} mb={12} />
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} height={58} mb={8} />
          ))}
        </div>
      ))}
    </div>
  );
}
