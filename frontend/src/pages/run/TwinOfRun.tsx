import { useQuery } from "@tanstack/react-query";
import { targetQuery } from "../../api/targets";
import { twinsQuery } from "../../api/twins";
import { Card } from "../../components/Card";
import { ListSkeleton } from "../../components/States";
import { TwinHalves } from "../../components/TwinHalves";
import { useMessages } from "../../i18n/messages";
import type { Run } from "../../model/run";
import { Failure } from "../Failure";

/** What the last run of the other half adds to a finished run; nothing where the target has no twin. */
export function TwinOfRun({ tenant, run }: { tenant: string; run: Run }) {
  const { m } = useMessages();
  const mayHaveOne = run.kind === "connection" && run.source !== "upload";
  // A target may be gone while its runs are kept: then there is no twin to show either.
  const target = useQuery({ ...targetQuery(tenant, run.target), enabled: mayHaveOne });
  const hasTwin = target.data?.twin !== undefined;
  const twins = useQuery({ ...twinsQuery(tenant, run.target, run.id), enabled: hasTwin });
  if (!hasTwin) return null;
  return (
    <Card title={m.twins.title}>
      {twins.isPending ? (
        <ListSkeleton rows={2} />
      ) : !twins.data ? (
        <Failure error={twins.error} onRetry={() => void twins.refetch()} />
      ) : (
        <TwinHalves tenant={tenant} twins={twins.data} here={run.id} />
      )}
    </Card>
  );
}
