import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { deleteSubscription, subscriptionsQuery } from "../../api/subscriptions";
import { Card, Facts } from "../../components/Card";
import type { Fact } from "../../components/Card";
import { LinkButton } from "../../components/LinkButton";
import { CardSkeleton } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { providerName, useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may } from "../../model/role";
import type { Subscription } from "../../model/subscription";
import { Failure, Missing } from "../Failure";
import { useMembership } from "../tenant";
import { BackToSubscriptions } from "./AddSubscriptionPage";
import { Confirm } from "../Confirm";
import { CredentialCard } from "./CredentialCard";
import { DiscoveryCard } from "./DiscoveryCard";
import { Done } from "../Form";
import { GatewayCard } from "./GatewayCard";
import { SettingsPage } from "./SettingsPage";
import { StorageCard } from "./StorageCard";
import { Queue, SubscriptionState } from "./SubscriptionsPage";

const route = getRouteApi("/t/$tenant/settings/subscriptions/$subscription");

export function SubscriptionPage() {
  const { tenant, subscription: id } = route.useParams();
  const query = useQuery(subscriptionsQuery(tenant));
  if (query.isPending) return <CardSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const found = query.data.find((one) => one.id === id);
  return found ? <Loaded key={found.id} subscription={found} /> : <Missing />;
}

function Loaded({ subscription }: { subscription: Subscription }) {
  const { m } = useMessages();
  const { subscriptions: texts } = useSettingsMessages();
  const { tenant, role } = useMembership();
  const [done, setDone] = useState<string>();
  const { provider } = subscription;
  const manages = may(role, "manage");
  const asks = provider === "azure" || provider === "strongswan";
  return (
    <SettingsPage
      section="subscriptions"
      title={<VisibleText text={subscription.name} />}
      tabTitle={subscription.name}
      lead={providerName(m, provider)}
      above={<BackToSubscriptions tenant={tenant} />}
      actions={
        <LinkButton to="/t/$tenant/targets" params={{ tenant }} variant="default">
          {m.nav.targets}
        </LinkButton>
      }
    >
      <Done
        text={done}
        onClose={() => {
          setDone(undefined);
        }}
      />
      <Card title={texts.facts}>
        <Facts facts={useFacts(subscription)} />
      </Card>
      {provider === "azure" && subscription.azure ? (
        <CredentialCard subscription={subscription} account={subscription.azure} onDone={setDone} />
      ) : null}
      {provider === "strongswan" && manages ? <GatewayCard subscription={subscription} /> : null}
      {asks && manages ? <DiscoveryCard subscription={subscription} /> : null}
      <StorageCard subscription={subscription} onDone={setDone} />
      {manages ? <Deletion subscription={subscription} /> : null}
    </SettingsPage>
  );
}

function useFacts(subscription: Subscription): Fact[] {
  const { subscriptions: texts } = useSettingsMessages();
  const { azure } = subscription;
  const facts: Fact[] = [
    [texts.state, <SubscriptionState subscription={subscription} />],
    [texts.queue, <Queue subscription={subscription} />],
  ];
  if (azure) {
    facts.push([texts.azure.cloud, texts.azure.clouds[azure.cloud]]);
    if (azure.authority !== undefined) facts.push([texts.azure.authority, azure.authority]);
    if (azure.resourceManager !== undefined) facts.push([texts.azure.resourceManager, azure.resourceManager]);
    facts.push([texts.azure.subscription, <span className="mono">{azure.subscription}</span>]);
  }
  return facts;
}

/** Gone for good: asks for the name first. */
function Deletion({ subscription: { id, name } }: { subscription: Subscription }) {
  const all = useSettingsMessages();
  const { delete: texts } = all.subscriptions;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const deletion = useMutation({
    mutationFn: () => deleteSubscription(tenant, id),
    onSuccess: async () => {
      await navigate({ to: "/t/$tenant/settings/subscriptions", params: { tenant } });
      for (const key of ["subscriptions", "targets"])
        void queries.invalidateQueries({ queryKey: [key, tenant] });
    },
  });
  return (
    <Card title={texts.title} note={texts.note}>
      <Button
        variant="light"
        color="red"
        onClick={() => {
          deletion.reset();
          setAsking(true);
        }}
      >
        {texts.deed}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        title={texts.confirmTitle(name)}
        deed={texts.deed}
        keep={all.cancel}
        busy={deletion.isPending}
        error={deletion.error}
        failed={texts.failed}
        typed={{ label: texts.type(name), name, mismatch: texts.mismatch }}
        onConfirm={() => {
          deletion.mutate();
        }}
      >
        <p>{texts.confirmText}</p>
      </Confirm>
    </Card>
  );
}
