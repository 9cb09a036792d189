import { Button, Table, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { IconChevronDown, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { auditExportPath, auditQuery } from "../../api/audit";
import { PageHeader } from "../../components/PageHeader";
import { ExactTime } from "../../components/RelativeTime";
import { EmptyState, NoPermission } from "../../components/States";
import { VisibleText } from "../../components/VisibleText";
import { lookUp, useMessages } from "../../i18n/messages";
import { auditResults } from "../../model/audit";
import type { AuditEntry } from "../../model/audit";
import { may } from "../../model/role";
import { dayBounds } from "../../model/time";
import { ChoiceFilter, TextFilter } from "../Filters";
import { ListPage } from "../ListPage";
import { useMembership } from "../tenant";
import type { AuditSearch } from "./search";
import styles from "./AuditPage.module.css";

const route = getRouteApi("/t/$tenant/audit");

export function AuditPage() {
  const { m } = useMessages();
  const { role, tenantName } = useMembership();
  return (
    <>
      <PageHeader title={m.audit.title} tabTitle={`${m.audit.title} · ${tenantName}`} lead={m.audit.lead}>
        {may(role, "audit") ? <Exports /> : null}
      </PageHeader>
      {may(role, "audit") ? (
        <Entries />
      ) : (
        <NoPermission text={m.problems.noPermissionText(m.roles[role], m.audit.needed)} />
      )}
    </>
  );
}

/** Days of the address, which are the reader's, become instants, which are everybody's. */
function wireFilters(search: AuditSearch) {
  return {
    ...search,
    from: search.from === undefined ? undefined : dayBounds(search.from, false),
    to: search.to === undefined ? undefined : dayBounds(search.to, true),
  };
}

/** What the filters let through, as a file. */
function Exports() {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const filters = wireFilters(route.useSearch());
  return (["csv", "jsonl"] as const).map((format) => (
    <Button
      key={format}
      component="a"
      variant="default"
      href={auditExportPath(tenant, filters, format)}
      download
      title={m.audit.exportHints[format]}
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {m.audit.exports[format]}
    </Button>
  ));
}

function Entries() {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(auditQuery(tenant, wireFilters(search)));
  const entries = query.data?.pages.flatMap((part) => part.items) ?? [];
  return (
    <ListPage
      label={m.audit.title}
      query={query}
      search={search}
      onSearch={(wanted) => void navigate({ search: wanted, replace: true })}
      filters={(set) => (
        <>
          <TextFilter
            label={m.audit.actor}
            placeholder={m.audit.actorHint}
            value={search.actor}
            onChange={(actor) => {
              set({ actor });
            }}
          />
          <ChoiceFilter
            label={m.audit.action}
            any={m.audit.anyAction}
            options={actionChoices(m.audit.actions, search.action)}
            value={search.action}
            onChange={(action) => {
              set({ action });
            }}
          />
          <TextFilter
            label={m.audit.object}
            placeholder={m.audit.objectHint}
            value={search.object}
            onChange={(object) => {
              set({ object });
            }}
          />
          <ChoiceFilter
            label={m.audit.result}
            any={m.audit.anyResult}
            options={auditResults.map((result) => ({ value: result, label: m.audit.results[result] }))}
            value={search.result}
            onChange={(result) => {
              set({ result });
            }}
          />
          <TextFilter
            type="date"
            label={m.runs.from}
            value={search.from}
            onChange={(from) => {
              set({ from });
            }}
          />
          <TextFilter
            type="date"
            label={m.runs.to}
            value={search.to}
            onChange={(to) => {
              set({ to });
            }}
          />
        </>
      )}
      rows={entries.length}
      noMatch={<EmptyState title={m.audit.noMatch} text={m.runs.noMatchText} />}
      empty={<EmptyState title={m.audit.empty} text={m.audit.emptyText} />}
      end={m.runs.end}
    >
      <EntryTable entries={entries} />
    </ListPage>
  );
}

/** Every action in the reader's words, and the one of the address, which may be one we have no words for. */
function actionChoices(words: Record<string, string>, chosen: string | undefined) {
  const choices = Object.entries(words).map(([value, label]) => ({ value, label }));
  return chosen === undefined || chosen in words ? choices : [...choices, { value: chosen, label: chosen }];
}

function EntryTable({ entries }: { entries: AuditEntry[] }) {
  const { m } = useMessages();
  const { tenant } = useMembership();
  const [open, setOpen] = useState<number>();
  return (
    <Table className={styles.table} verticalSpacing={7} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={36} aria-label={m.audit.details} />
          <Table.Th>{m.audit.at}</Table.Th>
          <Table.Th>{m.audit.actor}</Table.Th>
          <Table.Th>{m.audit.action}</Table.Th>
          <Table.Th>{m.audit.object}</Table.Th>
          <Table.Th>{m.audit.result}</Table.Th>
          <Table.Th>{m.audit.ip}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => (
          <Fragment key={entry.seq}>
            <Table.Tr>
              <Table.Td className={styles.opener}>
                <UnstyledButton
                  className={styles.toggle}
                  aria-expanded={open === entry.seq}
                  aria-label={m.audit.showDetails(entry.seq)}
                  onClick={() => {
                    setOpen(open === entry.seq ? undefined : entry.seq);
                  }}
                >
                  {open === entry.seq ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
                </UnstyledButton>
              </Table.Td>
              <Table.Td className={styles.at}>
                <ExactTime at={entry.at} />
              </Table.Td>
              <Table.Td>
                <VisibleText text={entry.actor.name} />{" "}
                {entry.actor.kind === undefined ? null : (
                  <span className="dim">· {lookUp(m.audit.actorKinds, entry.actor.kind)}</span>
                )}
                {entry.actor.onBehalfOf === undefined ? null : (
                  <div className="dim">
                    {m.audit.onBehalfOf} <VisibleText text={entry.actor.onBehalfOf} />
                  </div>
                )}
              </Table.Td>
              <Table.Td className={styles.action}>
                <Action name={entry.action} />
              </Table.Td>
              <Table.Td className={styles.object} data-absent={entry.object === undefined || undefined}>
                <AuditObject tenant={tenant} entry={entry} />
              </Table.Td>
              <Table.Td className={styles.outcome}>
                <span className={styles.result} data-result={entry.result}>
                  {lookUp(m.audit.results, entry.result)}
                </span>
              </Table.Td>
              <Table.Td className={styles.ip} data-absent={entry.ip === undefined || undefined}>
                {entry.ip ?? "–"}
              </Table.Td>
            </Table.Tr>
            {open === entry.seq ? (
              <Table.Tr>
                <Table.Td colSpan={7} className={styles.details}>
                  <pre>
                    <VisibleDetails entry={entry} />
                  </pre>
                </Table.Td>
              </Table.Tr>
            ) : null}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** In the reader's words, with the name one filters by below it. */
function Action({ name }: { name: string }) {
  const { m } = useMessages();
  const words = lookUp(m.audit.actions, name);
  return (
    <>
      {words === name ? null : <span>{words}</span>}
      <span className={styles.code}>{name}</span>
    </>
  );
}

const runId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What was acted on; a run can be opened. */
function AuditObject({ tenant, entry }: { tenant: string; entry: AuditEntry }) {
  if (entry.object === undefined) return "–";
  if (!entry.action.startsWith("run.") || !runId.test(entry.object))
    return <VisibleText text={entry.object} />;
  return (
    <Link to="/t/$tenant/runs/$run" params={{ tenant, run: entry.object }}>
      <VisibleText text={entry.object} />
    </Link>
  );
}

function VisibleDetails({ entry }: { entry: AuditEntry }) {
  const { seq, at, requestId, agent, details } = entry;
  const lines = JSON.stringify({ seq, at, requestId, agent, details }, null, 2).split("\n");
  return lines.map((line, index) => (
    <Fragment key={index}>
      <VisibleText text={line} />
      {"\n"}
    </Fragment>
  ));
}
