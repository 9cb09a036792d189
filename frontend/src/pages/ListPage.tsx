import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ListSkeleton } from "../components/States";
import { useMessages } from "../i18n/messages";
import { Failure } from "./Failure";
import { FilterBar } from "./Filters";
import styles from "./ListPage.module.css";

/** As much of an infinite query as a list shows of itself. */
interface ListQuery {
  isPending: boolean;
  data: unknown;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
}

/** The filters of a list as its address has them; undefined is "any". */
type Search = Record<string, string | undefined>;

interface Props<S extends Search> {
  label: string;
  query: ListQuery;
  search: S;
  /** Puts these filters into the address, in place of the ones before. */
  onSearch: (search: Partial<S>) => void;
  /** The fields; `set` changes some filters and keeps the others. */
  filters: (set: (change: Partial<S>) => void) => ReactNode;
  /** Rows there are to show, after filtering. */
  rows: number;
  count?: string;
  /** What to say without rows: when filters hide them, and when there are none. */
  noMatch: ReactNode;
  empty: ReactNode;
  /** Below the last row. */
  end?: string;
  /** False while the page fetches further parts by itself. */
  moreByHand?: boolean;
  children: ReactNode;
}

/** What every list shares: filters in the address, and its loading, empty, error and partial states. */
export function ListPage<S extends Search>(props: Props<S>) {
  const { label, search, onSearch, filters } = props;
  const { m } = useMessages();
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <FilterBar label={label}>
        {filters((change) => {
          onSearch({ ...search, ...change });
        })}
        {filtered ? (
          <Button
            variant="subtle"
            onClick={() => {
              onSearch({});
            }}
          >
            {m.targets.clear}
          </Button>
        ) : null}
      </FilterBar>
      <Content {...props} filtered={filtered} />
    </>
  );
}

function Content<S extends Search>({
  query,
  rows,
  filtered,
  noMatch,
  empty,
  count,
  end,
  moreByHand = true,
  children,
}: Props<S> & { filtered: boolean }) {
  const { m } = useMessages();
  if (query.isPending) return <ListSkeleton />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (rows === 0) return filtered ? noMatch : empty;
  return (
    <>
      {count === undefined ? null : (
        <p className={styles.count} role="status">
          {count}
        </p>
      )}
      <div className={styles.frame}>{children}</div>
      <div className={styles.more}>
        {query.hasNextPage && moreByHand ? (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {m.targets.loadMore}
          </Button>
        ) : query.hasNextPage ? null : (
          <span className="dim">{end}</span>
        )}
      </div>
    </>
  );
}
