import { Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { IconSearch, IconUpload } from "@tabler/icons-react";
import { useEffect } from "react";
import { targetsQuery } from "../../api/targets";
import { LinkButton } from "../../components/LinkButton";
import { PageHeader } from "../../components/PageHeader";
import { EmptyState } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { faults } from "../../model/diagnosis";
import { may } from "../../model/role";
import { byGateway, countByHealth, healthOf, healths, isHealth } from "../../model/target";
import type { Target } from "../../model/target";
import { DeedFailure } from "../DeedFailure";
import { ChoiceFilter, TextFilter } from "../Filters";
import { ListPage } from "../ListPage";
import { useMembership } from "../tenant";
import { useTroubleshoot } from "../troubleshoot";
import { Glance } from "./Glance";
import { TargetRows } from "./TargetRows";
import styles from "./TargetsPage.module.css";

const route = getRouteApi("/t/$tenant/targets");

/** Pages of 200 that are fetched without being asked for; more come by "Load more". */
const pagesByThemselves = 5;

export function TargetsPage() {
  const { m } = useMessages();
  const membership = useMembership();
  const { tenant, role } = membership;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(targetsQuery(tenant, { q: search.q, fault: search.fault, tag: search.tag }));
  const { start, startingTarget, error: startError, dismiss } = useTroubleshoot(tenant);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pagesSoFar = query.data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pagesSoFar < pagesByThemselves) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, pagesSoFar, fetchNextPage]);

  const all = query.data?.pages.flatMap((part) => part.items) ?? [];
  const shown = all.filter((target) => matches(target, search));
  const filtered = Object.values(search).some((value) => value !== undefined);
  const onSearch = (wanted: Partial<typeof search>) => void navigate({ search: wanted, replace: true });

  return (
    <>
      <PageHeader
        title={m.targets.title}
        tabTitle={`${m.targets.title} · ${membership.tenantName}`}
        lead={m.targets.lead}
      >
        {may(role, "upload") ? (
          <LinkButton
            to="/t/$tenant/upload"
            params={{ tenant }}
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
          >
            {m.nav.upload}
          </LinkButton>
        ) : null}
      </PageHeader>
      <DeedFailure title={m.troubleshoot.failed} error={startError} onClose={dismiss} />
      {query.data && (all.length > 0 || filtered) ? (
        <Glance
          counts={countByHealth(all)}
          total={all.length}
          partly={hasNextPage}
          chosen={search.state}
          onChoose={(state) => {
            onSearch({ ...search, state });
          }}
        />
      ) : null}
      <ListPage
        label={m.targets.title}
        query={query}
        search={search}
        onSearch={onSearch}
        filters={(set) => (
          <>
            <TextFilter
              wide
              label={m.targets.search}
              placeholder={m.targets.searchHint}
              icon={<IconSearch size={15} aria-hidden />}
              value={search.q}
              onChange={(q) => {
                set({ q });
              }}
            />
            <ChoiceFilter
              label={m.targets.kind}
              any={m.targets.anyKind}
              options={[
                { value: "gateway", label: m.targets.gateway },
                { value: "connection", label: m.targets.connection },
              ]}
              value={search.kind}
              onChange={(kind) => {
                set({ kind });
              }}
            />
            <ChoiceFilter
              label={m.targets.state}
              any={m.targets.anyState}
              options={healths.map((health) => ({ value: health, label: m.healths[health] }))}
              value={search.state}
              onChange={(state) => {
                set({ state });
              }}
            />
            <ChoiceFilter
              label={m.targets.fault}
              any={m.targets.anyFault}
              options={faults.map((fault) => ({ value: fault, label: m.faults[fault] }))}
              value={search.fault}
              onChange={(fault) => {
                set({ fault });
              }}
            />
            <TextFilter
              label={m.tags.filter}
              placeholder={m.tags.filterHint}
              value={search.tag}
              onChange={(tag) => {
                set({ tag });
              }}
            />
          </>
        )}
        rows={shown.length}
        count={m.targets.count(shown.length)}
        noMatch={<EmptyState title={m.targets.noMatch} text={m.targets.noMatchText} />}
        empty={
          <EmptyState title={m.targets.empty} text={m.targets.emptyText}>
            {may(role, "upload") ? (
              <LinkButton to="/t/$tenant/upload" params={{ tenant }}>
                {m.nav.upload}
              </LinkButton>
            ) : undefined}
          </EmptyState>
        }
        moreByHand={pagesSoFar >= pagesByThemselves}
      >
        <Table className={styles.table} verticalSpacing={7} horizontalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.targets.target}</Table.Th>
              <Table.Th>{m.targets.verdict}</Table.Th>
              <Table.Th>{m.targets.lastRun}</Table.Th>
              <Table.Th>{m.targets.subscription}</Table.Th>
              <Table.Th className={styles.right}>{m.targets.action}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          {byGateway(shown).map((group) => (
            <TargetRows
              key={`${group.head?.id ?? ""} ${group.gateway}`}
              group={group}
              tenant={tenant}
              role={role}
              startingTarget={startingTarget}
              onStart={start}
            />
          ))}
        </Table>
      </ListPage>
    </>
  );
}

function matches(target: Target, search: { kind?: string; state?: string }): boolean {
  if (search.kind !== undefined && target.kind !== search.kind) return false;
  return search.state === undefined || !isHealth(search.state) || healthOf(target) === search.state;
}
