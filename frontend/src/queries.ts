import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, NotSignedIn } from "./api/client";
import { sessionQuery } from "./api/session";
import type { AppRouter } from "./App";

/** `onSessionEnd` is called when any question is refused because nobody is signed in any more. */
function makeQueries(onSessionEnd: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof NotSignedIn) onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryMayHelp,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
      },
      mutations: { onError },
    },
  });
}

/** Queries and router, joined where they meet: an ended session leads to sign-in, with the way back. */
export function makeAppQueries(makeRouter: (queries: QueryClient) => AppRouter) {
  const queries = makeQueries(() => {
    if (queries.getQueryData(sessionQuery.queryKey) === null) return;
    queries.setQueryData(sessionQuery.queryKey, null);
    void router.navigate({ to: "/sign-in", search: { return: router.state.location.href } });
  });
  const router = makeRouter(queries);
  return { queries, router };
}
