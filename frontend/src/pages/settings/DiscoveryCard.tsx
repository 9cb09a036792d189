import { Alert, Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle, IconRadar2 } from "@tabler/icons-react";
import { discover } from "../../api/subscriptions";
import { Card } from "../../components/Card";
import { Elapsed } from "../../components/RelativeTime";
import { VisibleText } from "../../components/VisibleText";
import { useSettingsMessages } from "../../i18n/settings";
import type { DiscoveryRound, Subscription } from "../../model/subscription";
import { DeedFailure } from "../DeedFailure";
import { useMembership } from "../tenant";
import { Discovered } from "./Discovered";
import styles from "./Discovered.module.css";

/** Asks now which gateways and connections there are, and says what came of it. */
export function DiscoveryCard({ subscription }: { subscription: Subscription }) {
  const { discovery: texts } = useSettingsMessages().subscriptions;
  const { tenant } = useMembership();
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: () => discover(tenant, subscription.id),
    onSettled: () => {
      for (const key of ["targets", "subscriptions"])
        void queries.invalidateQueries({ queryKey: [key, tenant] });
    },
  });
  return (
    <Card
      title={texts.title}
      aside={
        <Button
          variant="light"
          leftSection={<IconRadar2 size={16} aria-hidden />}
          loading={asking.isPending}
          onClick={() => {
            asking.mutate();
          }}
        >
          {texts.start}
        </Button>
      }
    >
      <DeedFailure title={texts.failed} error={asking.error} />
      <div role="status" className={styles.status}>
        {asking.isPending ? (
          <>
            {texts.asking}{" "}
            <span aria-hidden>
              <Elapsed from={new Date(asking.submittedAt)} />
            </span>
          </>
        ) : asking.data ? (
          <Round round={asking.data} />
        ) : (
          <span className="dim">{subscription.provider === "azure" ? texts.noteAzure : texts.note}</span>
        )}
      </div>
    </Card>
  );
}

function Round({ round }: { round: DiscoveryRound }) {
  const { discovery: texts } = useSettingsMessages().subscriptions;
  const { failure, gatewaysAdded, gatewaysGone, items, ignored } = round;
  if (failure) {
    return (
      <Alert
        color="red"
        variant="light"
        icon={<IconAlertTriangle size={18} aria-hidden />}
        title={texts.failed}
      >
        <VisibleText text={failure.detail} />
      </Alert>
    );
  }
  return (
    <>
      {gatewaysAdded.length === 0 ? null : (
        <p>
          {texts.gatewaysAdded(gatewaysAdded.length)}: <Names names={gatewaysAdded} />
        </p>
      )}
      {gatewaysGone.length === 0 ? null : (
        <p>
          {texts.gatewaysGone(gatewaysGone.length)}: <Names names={gatewaysGone} />.{" "}
          <span className="dim">{texts.goneHint}</span>
        </p>
      )}
      {items.length === 0 ? <p>{texts.nothing}</p> : <Discovered items={items} />}
      {ignored === 0 ? null : <p>{texts.ignored(ignored)}</p>}
    </>
  );
}

function Names({ names }: { names: string[] }) {
  return <VisibleText text={names.join(", ")} />;
}
