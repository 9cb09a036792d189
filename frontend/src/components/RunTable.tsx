import { Checkbox, Table, Tooltip } from "@mantine/core";
import { IconDelta } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { faultName, sourceName, useMessages } from "../i18n/messages";
import { faultToShow, isFinished, outcomeOf } from "../model/run";
import type { RunSummary } from "../model/run";
import { exactTime } from "../model/time";
import { Elapsed, RelativeTime } from "./RelativeTime";
import styles from "./RunTable.module.css";
import { OutcomeBadge } from "./StatusBadge";

interface Props {
  tenant: string;
  runs: RunSummary[];
  /** Ticked runs; without it the table has no check boxes. */
  selected?: string[];
  onSelect?: (run: string, on: boolean) => void;
  withTarget?: boolean;
  /** They stand in the order of their ends, which are shown then. */
  byEnd?: boolean;
}

/** Runs, one a row. On a narrow screen each row becomes a small card. */
export function RunTable({ tenant, runs, selected, onSelect, withTarget = true, byEnd = false }: Props) {
  const { m, language } = useMessages();
  return (
    <Table className={styles.table} verticalSpacing={8} horizontalSpacing="sm" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          {selected ? <Table.Th w={36} aria-label={m.runs.compare} /> : null}
          <Table.Th>{m.runs.verdict}</Table.Th>
          {withTarget ? <Table.Th>{m.runs.target}</Table.Th> : null}
          <Table.Th>{byEnd ? m.run.finishedAt : m.runs.queued}</Table.Th>
          <Table.Th>{m.runs.duration}</Table.Th>
          <Table.Th>{m.runs.by}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => {
          const fault = faultToShow(run);
          return (
            <Table.Tr key={run.id} data-selected={selected?.includes(run.id) ?? undefined}>
              {selected ? (
                <Table.Td className={styles.tick}>
                  <Checkbox
                    size="xs"
                    checked={selected.includes(run.id)}
                    disabled={
                      run.state !== "SUCCEEDED" || (selected.length >= 2 && !selected.includes(run.id))
                    }
                    aria-label={m.runs.select(run.targetName, exactTime(run.queuedAt, language))}
                    onChange={(event) => onSelect?.(run.id, event.currentTarget.checked)}
                  />
                </Table.Td>
              ) : null}
              <Table.Td className={styles.verdict}>
                <Link to="/t/$tenant/runs/$run" params={{ tenant, run: run.id }} className={styles.open}>
                  <OutcomeBadge outcome={outcomeOf(run)} />
                  {fault === undefined ? null : <span className={styles.fault}>{faultName(m, fault)}</span>}
                </Link>
                {run.changed ? (
                  <Tooltip label={m.runs.changedHint}>
                    <span className={styles.changed}>
                      <IconDelta size={12} stroke={2.4} aria-hidden />
                      {m.runs.changed}
                    </span>
                  </Tooltip>
                ) : null}
              </Table.Td>
              {withTarget ? (
                <Table.Td>
                  <Link
                    to="/t/$tenant/targets/$target"
                    params={{ tenant, target: run.target }}
                    className={styles.target}
                  >
                    {run.targetName}
                  </Link>
                </Table.Td>
              ) : null}
              <Table.Td className={styles.when}>
                {!byEnd ? (
                  <RelativeTime at={run.queuedAt} />
                ) : run.finishedAt ? (
                  <RelativeTime at={run.finishedAt} />
                ) : (
                  "–"
                )}
              </Table.Td>
              <Table.Td className={styles.number}>
                {run.startedAt ? <Elapsed from={run.startedAt} to={endOf(run)} /> : "–"}
              </Table.Td>
              <Table.Td>
                {run.requestedBy.name} <span className="dim">· {sourceName(m, run.source)}</span>
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** A finished run without its end time (it should not be) must not count on for ever. */
function endOf(run: RunSummary): Date | undefined {
  return run.finishedAt ?? (isFinished(run.state) ? run.startedAt : undefined);
}
