import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconPin, IconPinnedOff } from "@tabler/icons-react";
import { targetQuery } from "../../api/targets";
import { Card } from "../../components/Card";
import { LinkButton } from "../../components/LinkButton";
import { useMessages } from "../../i18n/messages";
import { may } from "../../model/role";
import type { Run } from "../../model/run";
import type { Target } from "../../model/target";
import { useBaseline } from "../baseline";
import { DeedFailure } from "../DeedFailure";
import { useMembership } from "../tenant";

/** How a finished run stands to the run that is pinned for its target; nothing where there is no verdict. */
export function BaselineOfRun({ tenant, run }: { tenant: string; run: Run }) {
  const hasVerdict = run.diagnosis !== undefined && run.source !== "upload";
  // A target may be gone while its runs are kept: nothing is compared with them any more.
  const target = useQuery({ ...targetQuery(tenant, run.target), enabled: hasVerdict });
  return hasVerdict && target.data ? <BaselineCard tenant={tenant} run={run} target={target.data} /> : null;
}

function BaselineCard({ tenant, run, target }: { tenant: string; run: Run; target: Target }) {
  const { m } = useMessages();
  const { role } = useMembership();
  const { pin, unpin, busy, error, dismiss } = useBaseline(tenant, target.id);
  const isBaseline = target.baseline === run.id;
  if (target.baseline === undefined && !may(role, "start")) return null;
  return (
    <Card title={m.baseline.title} note={isBaseline ? m.baseline.thisRun : m.baseline.lead}>
      <DeedFailure title={m.baseline.failed} error={error} onClose={dismiss} />
      <Group gap="xs">
        {target.baseline === undefined || isBaseline ? null : (
          <LinkButton
            to="/t/$tenant/diff"
            params={{ tenant }}
            search={{ from: target.baseline, to: run.id }}
            variant="default"
            size="xs"
          >
            {m.baseline.compare}
          </LinkButton>
        )}
        {!may(role, "start") ? null : isBaseline ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPinnedOff size={14} aria-hidden />}
            loading={busy}
            onClick={unpin}
          >
            {m.baseline.unpin}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPin size={14} aria-hidden />}
            loading={busy}
            onClick={() => {
              pin(run.id);
            }}
          >
            {m.baseline.pin}
          </Button>
        )}
      </Group>
    </Card>
  );
}
