import { Alert, Avatar, Skeleton, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import {
  IconBinoculars,
  IconChevronRight,
  IconClockExclamation,
  IconGitCompare,
  IconListCheck,
} from "@tabler/icons-react";
import { NotFound } from "../../api/client";
import { personasQuery, signInAs } from "../../api/session";
import { Logo } from "../../components/Logo";
import { useTabTitle } from "../../components/PageHeader";
import { Preferences } from "../../components/Preferences";
import { EmptyState } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { safeReturnPath } from "../../model/returnPath";
import { byTenant } from "../../model/role";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import styles from "./SignInPage.module.css";

const route = getRouteApi("/sign-in");
const pointIcons = [IconBinoculars, IconListCheck, IconGitCompare];

export function SignInPage() {
  const { m } = useMessages();
  const { return: wanted } = route.useSearch();
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
          {wanted === undefined ? null : (
            <Alert
              color="yellow"
              variant="light"
              icon={<IconClockExclamation size={18} aria-hidden />}
              mb="md"
            >
              {m.signIn.expired}
            </Alert>
          )}
          <h1 className={styles.title}>
            {m.signIn.demoTitle} <span className={styles.demo}>{m.app.demo}</span>
          </h1>
          <p className={styles.lead}>{m.signIn.demoText}</p>
          <Personas returnTo={wanted} />
        </div>
      </main>
    </div>
  );
}

function Personas({ returnTo }: { returnTo?: string }) {
  const { m } = useMessages();
  const personas = useQuery(personasQuery);
  const router = useRouter();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: signInAs,
    onSuccess: () => {
      // Another person may have been here before: nothing of theirs is kept.
      queries.clear();
      router.history.push(safeReturnPath(returnTo, window.location.origin));
    },
  });

  if (personas.isPending) return <PersonaSkeleton />;
  if (personas.error instanceof NotFound) {
    return <EmptyState title={m.signIn.notDemo} text={m.signIn.notDemoText} />;
  }
  if (personas.error) return <Failure error={personas.error} onRetry={() => void personas.refetch()} />;
  if (personas.data.length === 0) return <EmptyState title={m.signIn.empty} text={m.signIn.emptyText} />;
  return (
    <>
      <DeedFailure title={m.problems.title} error={signIn.error} onClose={signIn.reset} />
      <div className={styles.tenants}>
        {byTenant(personas.data).map((group) => (
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
