import { Alert, Anchor, Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { IconBrandSlack, IconInfoCircle } from "@tabler/icons-react";
import { installAddress, manifestAddress, slackWorkspacesQuery, undeliveredQuery } from "../../api/slack";
import { Card } from "../../components/Card";
import { RelativeTime } from "../../components/RelativeTime";
import { ListSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useSlackMessages } from "../../i18n/slack";
import { isInstallOutcome } from "../../model/slack";
import type { Undelivered } from "../../model/slack";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { SettingsPage } from "./SettingsPage";
import { SlackChannels } from "./SlackChannels";
import styles from "./SlackPage.module.css";
import { SlackWorkspaces } from "./SlackWorkspaces";

const route = getRouteApi("/t/$tenant/settings/slack");

/** Which workspaces of Slack are connected, which of their channels see the tenant, and what did not arrive. */
export function SlackPage() {
  const texts = useSlackMessages();
  return (
    <SettingsPage section="slack" lead={texts.lead} actions={<Install />}>
      <Connected />
    </SettingsPage>
  );
}

/** Nothing where there is no app to be installed. */
function Install() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const query = useQuery(slackWorkspacesQuery(tenant));
  return query.data?.installable ? (
    <Button
      component="a"
      href={installAddress(tenant)}
      leftSection={<IconBrandSlack size={16} aria-hidden />}
    >
      {texts.install}
    </Button>
  ) : null;
}

function Connected() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const query = useQuery(slackWorkspacesQuery(tenant));
  return (
    <>
      <Outcome />
      {query.isPending ? (
        <ListSkeleton rows={3} />
      ) : !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {query.data.installable ? null : (
            <Alert color="yellow" icon={<IconInfoCircle aria-hidden />}>
              {texts.noApp}
            </Alert>
          )}
          <SlackWorkspaces workspaces={query.data.items} />
          <SlackChannels workspaces={query.data.items} />
        </>
      )}
      <NotDelivered />
      <p>
        <Anchor href={manifestAddress(tenant)} target="_blank" rel="noreferrer">
          {texts.manifest}
        </Anchor>
      </p>
    </>
  );
}

/** What came of the way through Slack that led here. */
function Outcome() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const { outcome } = route.useSearch();
  const navigate = useNavigate();
  if (!isInstallOutcome(outcome)) return null;
  return (
    <Alert
      color={outcome === "installed" ? "green" : "yellow"}
      icon={<IconInfoCircle aria-hidden />}
      role="status"
      withCloseButton
      closeButtonLabel={texts.close}
      onClose={() =>
        void navigate({ to: "/t/$tenant/settings/slack", params: { tenant }, search: {}, replace: true })
      }
    >
      {texts.outcomes[outcome]}
    </Alert>
  );
}

/** Nothing while all arrives. */
function NotDelivered() {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  const query = useInfiniteQuery(undeliveredQuery(tenant));
  const messages = query.data?.pages.flatMap((part) => part.items) ?? [];
  if (query.error && messages.length === 0) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (messages.length === 0) return null;
  return (
    <Card title={texts.undelivered} note={texts.undeliveredNote}>
      <ul className={styles.messages}>
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
    </Card>
  );
}

function Message({ message }: { message: Undelivered }) {
  const texts = useSlackMessages();
  const { tenant } = useMembership();
  return (
    <li>
      <span className={styles.about}>
        <RelativeTime at={message.at} /> · <code>{message.channel}</code>
        {message.run === undefined ? null : (
          <>
            {" · "}
            <Link to="/t/$tenant/runs/$run" params={{ tenant, run: message.run }}>
              {texts.openRun}
            </Link>
          </>
        )}
      </span>
      <p>
        <VisibleText text={message.text} />
      </p>
      <p className="dim">
        {texts.undeliveredWhy}: <VisibleText text={message.why} />
      </p>
    </li>
  );
}
