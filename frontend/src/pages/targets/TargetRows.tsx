import { Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconActivity, IconPlugConnected, IconRouter } from "@tabler/icons-react";
import { LinkButton } from "../../components/LinkButton";
import { RelativeTime } from "../../components/RelativeTime";
import { StartButton } from "../../components/StartButton";
import { HealthBadge, OutcomeBadge } from "../../components/StatusBadge";
import { TagPills } from "../../components/TagPills";
import { faultName, typeName, useMessages, vpnTypeName } from "../../i18n/messages";
import type { Role } from "../../model/role";
import { faultToShow, outcomeOf } from "../../model/run";
import { healthOf, shortName } from "../../model/target";
import type { Target, TargetGroup } from "../../model/target";
import styles from "./TargetsPage.module.css";

interface Props {
  group: TargetGroup;
  tenant: string;
  role: Role;
  startingTarget?: string;
  onStart: (target: string) => void;
}

/** A gateway and, indented under it, its connections. */
export function TargetRows({ group, ...rest }: Props) {
  const { m } = useMessages();
  return (
    <Table.Tbody className={styles.group}>
      {group.head ? (
        <TargetRow target={group.head} connections={group.connections.length} {...rest} />
      ) : (
        <Table.Tr className={styles.headless}>
          <Table.Th colSpan={5} scope="rowgroup">
            <span className={styles.name}>
              <IconRouter size={16} stroke={1.7} aria-hidden /> {group.gateway}
              <span className={styles.facts}>{m.targets.connections(group.connections.length)}</span>
            </span>
          </Table.Th>
        </Table.Tr>
      )}
      {group.connections.map((connection) => (
        <TargetRow key={connection.id} target={connection} indented {...rest} />
      ))}
    </Table.Tbody>
  );
}

interface RowProps extends Omit<Props, "group"> {
  target: Target;
  connections?: number;
  indented?: boolean;
}

function TargetRow({ target, connections, indented, tenant, role, startingTarget, onStart }: RowProps) {
  const { m } = useMessages();
  const facts = [
    typeName(m, target.type),
    // A connection has these from its gateway, whose row stands above.
    indented || target.vpnType === undefined ? undefined : vpnTypeName(m, target.vpnType),
    indented ? undefined : target.location,
    connections === undefined || connections === 0 ? undefined : m.targets.connections(connections),
  ].filter((fact) => fact !== undefined);
  return (
    <Table.Tr data-target={target.name}>
      <Table.Th scope="row" className={indented ? styles.indented : styles.top}>
        <span className={styles.name}>
          {indented ? (
            <IconPlugConnected size={15} stroke={1.7} aria-hidden />
          ) : (
            <IconRouter size={16} stroke={1.7} aria-hidden />
          )}
          <Link
            to="/t/$tenant/targets/$target"
            params={{ tenant, target: target.id }}
            aria-label={target.name}
            className={styles.link}
          >
            {indented ? shortName(target) : target.name}
          </Link>
        </span>
        <span className={styles.facts}>{facts.join(" · ")}</span>
        {Object.keys(target.tags).length === 0 ? null : (
          <span className={styles.tags}>
            <TagPills tenant={tenant} tags={target.tags} />
          </span>
        )}
      </Table.Th>
      <Table.Td>
        <Verdict target={target} tenant={tenant} />
      </Table.Td>
      <Table.Td className={styles.when}>
        {target.lastRun?.finishedAt ? (
          <RelativeTime at={target.lastRun.finishedAt} />
        ) : (
          <span className="dim">–</span>
        )}
      </Table.Td>
      <Table.Td className={styles.subscription}>{target.subscription.name}</Table.Td>
      <Table.Td className={styles.right}>
        {target.openRun ? (
          <LinkButton
            to="/t/$tenant/runs/$run"
            params={{ tenant, run: target.openRun.id }}
            size="compact-sm"
            variant="outline"
            leftSection={<IconActivity size={14} aria-hidden />}
          >
            {m.targets.watch}
          </LinkButton>
        ) : (
          <StartButton
            tenant={tenant}
            target={target}
            role={role}
            starting={startingTarget === target.id}
            onStart={() => {
              onStart(target.id);
            }}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Verdict({ target, tenant }: { target: Target; tenant: string }) {
  const { m } = useMessages();
  const last = target.lastRun;
  return (
    <span className={styles.verdict}>
      {last ? (
        <Link to="/t/$tenant/runs/$run" params={{ tenant, run: last.id }} className={styles.verdictLink}>
          <OutcomeBadge outcome={outcomeOf(last)} />
          {faultToShow(last) === undefined ? null : <span>{faultName(m, last.fault ?? "")}</span>}
        </Link>
      ) : (
        <HealthBadge health={target.openRun ? "never" : healthOf(target)} />
      )}
      {target.openRun ? (
        <OutcomeBadge outcome={target.openRun.state === "QUEUED" ? "QUEUED" : "RUNNING"} size="sm" />
      ) : null}
    </span>
  );
}
