import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { twinsQuery } from "../../api/twins";
import { Card } from "../../components/Card";
import { StartButton } from "../../components/StartButton";
import { ListSkeleton } from "../../components/States";
import { TwinHalves } from "../../components/TwinHalves";
import { useMessages } from "../../i18n/messages";
import { may } from "../../model/role";
import type { Target } from "../../model/target";
import { isUnderWay } from "../../model/twins";
import { DeedFailure } from "../DeedFailure";
import { Failure } from "../Failure";
import { useMembership } from "../tenant";
import { RemoveTwin } from "./RemoveTwin";
import { useTroubleshootBoth } from "../troubleshoot";

/** A connection that has a twin: both halves, what their comparison says, and the button for both at once. */
export function TwinCard({ target, twin }: { target: Target; twin: string }) {
  const { m } = useMessages();
  const { tenant, role } = useMembership();
  const twins = useQuery(twinsQuery(tenant, target.id));
  const { start, starting, error, dismiss } = useTroubleshootBoth(tenant);
  return (
    <Card
      title={m.twins.title}
      note={m.twins.lead}
      aside={
        <Group gap="xs">
          {may(role, "manage") ? <RemoveTwin target={target} /> : null}
          {twins.data && !isUnderWay(twins.data) ? (
          <StartButton
            tenant={tenant}
            target={target}
            role={role}
            word={m.twins.start}
            starting={starting}
            onStart={() => {
              start([target.id, twin]);
            }}
          />
          ) : null}
        </Group>
      }
    >
      <DeedFailure title={m.twins.failed} error={error} onClose={dismiss} />
      {twins.isPending ? (
        <ListSkeleton rows={2} />
      ) : !twins.data ? (
        <Failure error={twins.error} onRetry={() => void twins.refetch()} />
      ) : (
        <TwinHalves tenant={tenant} twins={twins.data} />
      )}
    </Card>
  );
}
