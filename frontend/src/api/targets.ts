import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { isFinished, runStates } from "../model/run";
import type { RunSummary } from "../model/run";
import type { Target } from "../model/target";
import { getJson, putJson, queryString, remove, tenantPath } from "./client";
import { code, firstPage, instant, optional, page, runSummary, severity } from "./shapes";

const targetJson: z.ZodMiniType<Target> = z.object({
  id: z.string(),
  name: z.string(),
  gateway: z.string(),
  kind: z.enum(["gateway", "connection"]),
  type: z.string(),
  vpnType: optional(z.string()),
  supported: z.boolean(),
  unsupportedReason: optional(z.string()),
  provider: z.string(),
  subscription: z.object({ id: z.string(), name: z.string() }),
  location: optional(z.string()),
  lastRun: optional(
    z.object({
      id: z.string(),
      state: z._default(z.enum(runStates), "SUCCEEDED"),
      code: optional(code),
      fault: optional(z.string()),
      severity: optional(severity),
      finishedAt: optional(instant),
    }),
  ),
  openRun: optional(z.object({ id: z.string(), state: z.enum(runStates) })),
  twin: optional(z.object({ id: z.string(), name: z.string() })),
  baseline: optional(z.string()),
  tags: z._default(z.record(z.string(), z.string()), {}),
});

const targetsJson = page(targetJson);

export interface TargetFilters {
  q?: string;
  gateway?: string;
  fault?: string;
  /** `key`, or `key:value`. */
  tag?: string;
}

/** All targets, 200 at a time; asked again every 5 s while something runs, every 30 s otherwise. */
export const targetsQuery = (tenant: string, filters: TargetFilters) =>
  infiniteQueryOptions({
    queryKey: ["targets", tenant, filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/targets${queryString({ ...filters, cursor: pageParam, limit: 200 })}`,
        targetsJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((part) => part.items.some((target) => target.openRun)) ? 5_000 : 30_000,
  });

export const targetQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["target", tenant, id],
    queryFn: ({ signal }) =>
      getJson(`${tenantPath(tenant)}/targets/${encodeURIComponent(id)}`, targetJson, signal),
    refetchInterval: ({ state }) => (state.data?.openRun ? 3_000 : 30_000),
  });

const marker = optional(z.object({ id: z.string(), finishedAt: optional(instant) }));

export interface TargetHistoryPage {
  items: RunSummary[];
  next?: string;
  firstBadRun?: { id: string; finishedAt?: Date };
  lastGoodRun?: { id: string; finishedAt?: Date };
  /** How often it turned bad lately, and how long it stayed so; on the first page alone. */
  lastDays?: { days: number; flaps: number; recoveries: number; medianSecondsToRecover?: number };
}

const historyJson: z.ZodMiniType<TargetHistoryPage> = z.object({
  items: z.array(runSummary),
  next: optional(z.string()),
  firstBadRun: marker,
  lastGoodRun: marker,
  lastDays: optional(
    z.object({
      days: z.number(),
      flaps: z.number(),
      recoveries: z.number(),
      medianSecondsToRecover: optional(z.number()),
    }),
  ),
});

export const targetHistoryQuery = (tenant: string, id: string) =>
  infiniteQueryOptions({
    queryKey: ["target-history", tenant, id],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/targets/${encodeURIComponent(id)}/history${queryString({ cursor: pageParam, limit: 50 })}`,
        historyJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((part) => part.items.some((item) => !isFinished(item.state))) ? 5_000 : false,
  });

function pathOf(tenant: string, id: string): string {
  return `${tenantPath(tenant)}/targets/${encodeURIComponent(id)}`;
}

/** Puts these tags in the place of all. */
export function setTags(tenant: string, id: string, tags: Record<string, string>): Promise<Target> {
  return putJson(`${pathOf(tenant, id)}/tags`, { tags }, targetJson);
}

/** A gateway goes with its connections; refused while a run of it is open. Its runs stay. */
export function deleteTarget(tenant: string, id: string): Promise<void> {
  return remove(pathOf(tenant, id));
}
