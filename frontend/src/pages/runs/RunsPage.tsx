import { Button, Switch } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { IconArrowsDiff, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { runsQuery } from "../../api/runs";
import { LinkButton } from "../../components/LinkButton";
import { PageHeader } from "../../components/PageHeader";
import { RunTable } from "../../components/RunTable";
import { EmptyState } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { causes, codes, faults } from "../../model/diagnosis";
import { olderFirst } from "../../model/diff";
import { runStates, sources } from "../../model/run";
import { dayBounds } from "../../model/time";
import { ChoiceFilter, TextFilter } from "../Filters";
import { ListPage } from "../ListPage";
import { StoppedNotice } from "../schedules/StoppedNotice";
import { UndeliveredNotice } from "../slack/UndeliveredNotice";
import { useMembership } from "../tenant";
import type { RunsSearch } from "./search";
import styles from "./RunsPage.module.css";

const route = getRouteApi("/t/$tenant/runs");

export function RunsPage() {
  const { m } = useMessages();
  const { tenant, tenantName } = useMembership();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [selected, setSelected] = useState<string[]>([]);
  const query = useInfiniteQuery(runsQuery(tenant, wireFilters(search)));
  const runs = query.data?.pages.flatMap((part) => part.items) ?? [];
  const [first, second] = selected.flatMap((id) => runs.filter((run) => run.id === id));

  const compare = () => {
    if (first === undefined || second === undefined) return;
    const [from, to] = olderFirst(first, second);
    void navigate({ to: "/t/$tenant/diff", params: { tenant }, search: { from, to } });
  };

  return (
    <>
      <PageHeader title={m.runs.title} tabTitle={`${m.runs.title} · ${tenantName}`} lead={m.runs.lead}>
        <span className={styles.hint} role="status">
          {selected.length === 0 ? m.runs.compareHint : m.runs.selected(selected.length)}
        </span>
        <Button
          variant="default"
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
          disabled={selected.length !== 2}
          onClick={compare}
        >
          {m.runs.compare}
        </Button>
      </PageHeader>
      <UndeliveredNotice />
      <StoppedNotice />
      <ListPage
        label={m.runs.title}
        query={query}
        search={search}
        onSearch={(wanted) => void navigate({ search: wanted, replace: true })}
        filters={(set) => <RunFilters search={search} onChange={set} />}
        rows={runs.length}
        count={m.runs.count(runs.length, query.hasNextPage)}
        noMatch={<EmptyState title={m.runs.noMatch} text={m.runs.noMatchText} />}
        empty={
          <EmptyState title={m.runs.empty} text={m.runs.emptyText}>
            <LinkButton to="/t/$tenant/targets" params={{ tenant }}>
              {m.runs.toTargets}
            </LinkButton>
          </EmptyState>
        }
        end={m.runs.end}
      >
        <RunTable
          tenant={tenant}
          runs={runs}
          selected={selected}
          onSelect={(run, on) => {
            setSelected((before) => (on ? [...before, run].slice(-2) : before.filter((one) => one !== run)));
          }}
        />
      </ListPage>
    </>
  );
}

/** Days of the address, which are the reader's, become instants, which are everybody's. */
function wireFilters({ from, to, changed, ...rest }: RunsSearch) {
  return {
    ...rest,
    from: from === undefined ? undefined : dayBounds(from, false),
    to: to === undefined ? undefined : dayBounds(to, true),
    changed: changed === "true" ? true : undefined,
  };
}

interface FilterProps {
  search: RunsSearch;
  onChange: (change: Partial<RunsSearch>) => void;
}

function RunFilters({ search, onChange }: FilterProps) {
  const { m } = useMessages();
  const { cause, source, requester, from, to } = search;
  const [more, setMore] = useState([cause, source, requester, from, to].some((value) => value !== undefined));
  return (
    <>
      <TextFilter
        wide
        label={m.runs.target}
        placeholder={m.runs.targetHint}
        icon={<IconSearch size={15} aria-hidden />}
        value={search.target}
        onChange={(target) => {
          onChange({ target });
        }}
      />
      <ChoiceFilter
        label={m.runs.state}
        any={m.runs.anyState}
        options={runStates.map((state) => ({ value: state, label: m.states[state] }))}
        value={search.state}
        onChange={(state) => {
          onChange({ state });
        }}
      />
      <ChoiceFilter
        label={m.runs.verdict}
        any={m.runs.anyVerdict}
        options={codes.map((code) => ({ value: code, label: m.codes[code] }))}
        value={search.code}
        onChange={(code) => {
          onChange({ code });
        }}
      />
      <ChoiceFilter
        label={m.targets.fault}
        any={m.targets.anyFault}
        options={faults.map((fault) => ({ value: fault, label: m.faults[fault] }))}
        value={search.fault}
        onChange={(fault) => {
          onChange({ fault });
        }}
      />
      {more ? (
        <>
          <ChoiceFilter
            label={m.run.cause}
            any={m.runs.anyCause}
            options={causes.map((one) => ({ value: one, label: one }))}
            value={cause}
            onChange={(value) => {
              onChange({ cause: value });
            }}
          />
          <ChoiceFilter
            label={m.runs.source}
            any={m.runs.anySource}
            options={sources.map((one) => ({ value: one, label: m.sources[one] }))}
            value={source}
            onChange={(value) => {
              onChange({ source: value });
            }}
          />
          <TextFilter
            label={m.runs.requester}
            placeholder={m.runs.requesterHint}
            value={requester}
            onChange={(value) => {
              onChange({ requester: value });
            }}
          />
          <TextFilter
            type="date"
            label={m.runs.from}
            value={from}
            onChange={(value) => {
              onChange({ from: value });
            }}
          />
          <TextFilter
            type="date"
            label={m.runs.to}
            value={to}
            onChange={(value) => {
              onChange({ to: value });
            }}
          />
        </>
      ) : null}
      <Switch
        className={styles.switch}
        label={m.runs.changedOnly}
        checked={search.changed === "true"}
        onChange={(event) => {
          onChange({ changed: event.currentTarget.checked ? "true" : undefined });
        }}
      />
      <Button
        variant="subtle"
        aria-expanded={more}
        onClick={() => {
          setMore(!more);
        }}
      >
        {more ? m.runs.fewerFilters : m.runs.moreFilters}
      </Button>
    </>
  );
}
