import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { ListSkeleton } from "../components/States";
import { useMessages } from "../i18n/messages";
import { Failure } from "./Failure";
import list from "./ListPage.module.css";

/** As much of a query as a list shows of itself; one that comes whole has no next page. */
interface RowsQuery {
  isPending: boolean;
  data: unknown;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?: () => unknown;
}

interface Props {
  query: RowsQuery;
  rows: number;
  count?: string;
  empty: ReactNode;
  children: ReactNode;
}

/** A list without filters, with its loading, empty, error and partial states. */
export function Rows({ query, rows, count, empty, children }: Props) {
  const { m } = useMessages();
  if (query.isPending) return <ListSkeleton rows={4} />;
  if (!query.data) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (rows === 0) return empty;
  return (
    <div>
      {count === undefined ? null : <p className={list.count}>{count}</p>}
      <div className={list.frame}>{children}</div>
      {query.hasNextPage ? (
        <div className={list.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage?.()}
          >
            {m.targets.loadMore}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
