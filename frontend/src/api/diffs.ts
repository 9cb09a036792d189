import { queryOptions } from "@tanstack/react-query";
import { getJson, queryString, tenantPath } from "./client";
import { diff } from "./shapes";

/** Finished runs do not change, so neither does their diff. */
export const diffQuery = (tenant: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["diff", tenant, from, to],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/diffs${queryString({ from, to })}`, diff, signal),
    staleTime: Infinity,
  });
