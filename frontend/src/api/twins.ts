import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { runStates } from "../model/run";
import { isUnderWay, mends } from "../model/twins";
import type { TwinHalf, Twins } from "../model/twins";
import { getJson, put, queryString, remove, tenantPath } from "./client";
import { optional, runSummary } from "./shapes";

const half: z.ZodMiniType<TwinHalf> = z.object({
  id: z.string(),
  name: z.string(),
  gateway: z.string(),
  run: optional(runSummary),
  openRun: optional(z.object({ id: z.string(), state: z.enum(runStates) })),
});

const twinsJson: z.ZodMiniType<Twins> = z.object({
  first: half,
  second: half,
  mend: optional(z.enum(mends)),
  sentence: z.string(),
  caution: optional(z.string()),
});

/**
 * Both halves of a connection that has a twin; asked again every 3 s while one of them is troubleshot.
 * With `first`, that run stands for the half that is asked for, in place of its last.
 */
export const twinsQuery = (tenant: string, target: string, first?: string) =>
  queryOptions({
    queryKey: ["twins", tenant, target, first],
    queryFn: ({ signal }) =>
      getJson(
        `${tenantPath(tenant)}/targets/${encodeURIComponent(target)}/twins${queryString({ first })}`,
        twinsJson,
        signal,
      ),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 3_000 : 30_000),
  });

/** Makes two connections the halves of one tunnel; `twin` is an ARM id or gateway/connection. */
export function setTwin(tenant: string, target: string, twin: string): Promise<void> {
  return put(`${tenantPath(tenant)}/targets/${encodeURIComponent(target)}/twin`, { twin });
}

export function removeTwin(tenant: string, target: string): Promise<void> {
  return remove(`${tenantPath(tenant)}/targets/${encodeURIComponent(target)}/twin`);
}
