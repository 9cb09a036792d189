import { Alert, Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { IconBrandSlack, IconInfoCircle } from "@tabler/icons-react";
import { installAddress, manifestAddress, slackWorkspacesQuery } from "../../api/slack";
import { ListSkeleton } from "../../components/States";
import { useSlackMessages } from "../../i18n/slack";
import { may } from "../../model/role";
import { isInstallOutcome } from "../../model/slack";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { SettingsPage } from "./SettingsPage";
import { SlackChannels } from "./SlackChannels";
import { SlackUndelivered } from "./SlackUndelivered";
import { SlackWorkspaces } from "./SlackWorkspaces";

const route = getRouteApi("/t/$tenant/settings/slack");

/**
 * Which workspaces of Slack are connected and which of their channels see the tenant, for admins; what did not
 * arrive, for every member: it may have been meant for them.
 */
export function SlackPage() {
  const texts = useSlackMessages();
  const manages = may(useMembership().role, "manage");
  return (
    <SettingsPage section="slack" lead={texts.lead} actions={<Install />} changeable={manages}>
      {manages ? <Connected /> : <SlackUndelivered />}
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
      <SlackUndelivered />
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
