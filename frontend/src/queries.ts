import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, NotSignedIn } from "./api/client";

/** `onSessionEnd` is called when any question is refused because nobody is signed in any more. */
export function makeQueries(onSessionEnd: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof NotSignedIn) onSessionEnd();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.retryMayHelp,
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
      },
      mutations: {
        onError: (error) => {
          if (error instanceof NotSignedIn) onSessionEnd();
        },
      },
    },
  });
}
