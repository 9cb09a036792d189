import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { isFinished, runStates } from "../model/run";
import { getJson, postJson, queryString, tenantPath } from "./client";
import { firstPage, page, run, runSummary } from "./shapes";

const runsJson = page(runSummary);
const startedJson = z.object({ id: z.string(), state: z.enum(runStates), target: z.string() });
export type Started = z.infer<typeof startedJson>;

export interface RunFilters {
  target?: string;
  state?: string;
  code?: string;
  fault?: string;
  cause?: string;
  source?: string;
  requester?: string;
  /** ISO instants. */
  from?: string;
  to?: string;
  changed?: boolean;
}

export const runsQuery = (tenant: string, filters: RunFilters) =>
  infiniteQueryOptions({
    queryKey: ["runs", tenant, filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/runs${queryString({ ...filters, cursor: pageParam, limit: 50 })}`,
        runsJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((part) => part.items.some((item) => !isFinished(item.state))) ? 5_000 : false,
  });

/** One run; asked again every 2 s until it is finished, whether or not its events arrive. */
export const runQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["run", tenant, id],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/runs/${encodeURIComponent(id)}`, run, signal),
    refetchInterval: ({ state }) => (state.data && isFinished(state.data.state) ? false : 2_000),
  });

/**
 * Starts a run. The key makes a repeated click, or a repeat after a lost answer, the same run.
 *
 * @param active whether the target may be changed to learn more
 */
export function startRun(
  tenant: string,
  target: string,
  active: boolean,
  idempotencyKey: string,
): Promise<Started> {
  return postJson(`${tenantPath(tenant)}/runs`, { target, active }, startedJson, {
    "Idempotency-Key": idempotencyKey,
  });
}

export function cancelRun(tenant: string, id: string) {
  return postJson(`${tenantPath(tenant)}/runs/${encodeURIComponent(id)}/cancel`, {}, runSummary);
}
