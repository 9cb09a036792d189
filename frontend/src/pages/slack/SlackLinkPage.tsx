import { Alert, Button, Group } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { sessionQuery } from "../../api/session";
import { confirmSlackLink, slackLinkQuery } from "../../api/slack";
import { Card, Facts } from "../../components/Card";
import { LinkButton } from "../../components/LinkButton";
import { PageHeader } from "../../components/PageHeader";
import { ExactTime } from "../../components/RelativeTime";
import { CardSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { useSlackMessages } from "../../i18n/slack";
import type { SlackLink } from "../../model/slack";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";

const route = getRouteApi("/t/$tenant/slack-link/$code");

/** Where the bot sends somebody it does not know: shows who would become whom, and asks. */
export function SlackLinkPage() {
  const { tenant, code } = route.useParams();
  const texts = useSlackMessages();
  const link = useQuery(slackLinkQuery(tenant, code));
  return (
    <>
      <PageHeader title={texts.linkTitle} tabTitle={texts.linkTitle} />
      {link.isPending ? (
        <CardSkeleton />
      ) : !link.data ? (
        <Failure error={link.error} onRetry={() => void link.refetch()} />
      ) : (
        <Question link={link.data} code={code} />
      )}
    </>
  );
}

function Question({ link, code }: { link: SlackLink; code: string }) {
  const texts = useSlackMessages();
  const { tenant, tenantName } = useMembership();
  const session = useQuery(sessionQuery);
  const linking = useMutation({ mutationFn: () => confirmSlackLink(tenant, code) });
  if (linking.isSuccess) {
    return (
      <Alert color="green" icon={<IconCheck aria-hidden />} title={texts.linked} role="status">
        <VisibleText text={texts.linkedText(link.slackName)} />
      </Alert>
    );
  }
  return (
    <Card>
      <DeedFailure title={texts.failed} error={linking.error} onClose={linking.reset} />
      <Facts
        facts={[
          [texts.workspace, <VisibleText text={link.workspace} />],
          [texts.user, <VisibleText text={`${link.slackName} (${link.slackUser})`} />],
          [texts.account, `${session.data?.person.name ?? ""} · ${tenantName}`],
          [texts.until, <ExactTime at={link.expiresAt} />],
        ]}
      />
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} my="md">
        <VisibleText text={texts.warning(link.slackName)} />
      </Alert>
      <Group>
        <Button
          loading={linking.isPending}
          onClick={() => {
            linking.mutate();
          }}
        >
          {texts.confirm}
        </Button>
        <LinkButton to="/t/$tenant/targets" params={{ tenant }} variant="default">
          {texts.cancel}
        </LinkButton>
      </Group>
    </Card>
  );
}
