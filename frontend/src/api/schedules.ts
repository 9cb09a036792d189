import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { missedRules, scheduleStates, stopReasons } from "../model/schedule";
import type { Schedule, ScheduleWish } from "../model/schedule";
import { getJson, postJson, putJson, queryString, remove, tenantPath } from "./client";
import { firstPage, instant, optional, page } from "./shapes";

const scheduleJson: z.ZodMiniType<Schedule> = z.object({
  id: z.string(),
  version: z.number(),
  targets: z.string(),
  cron: z.string(),
  description: z.string(),
  timeZone: z.string(),
  jitterSeconds: z.number(),
  missed: z.enum(missedRules),
  active: z.boolean(),
  state: z.enum(scheduleStates),
  startsAs: z.string(),
  stoppedBecause: optional(z.enum(stopReasons)),
  createdAt: instant,
  next: z.array(instant),
  last: optional(
    z.object({
      due: instant,
      started: z.number(),
      busy: z.number(),
      refused: z.number(),
      skipped: z.number(),
    }),
  ),
});

const schedulesJson = page(scheduleJson);

/** The newest first; asked again every 30 s, as times pass. */
export const schedulesQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ["schedules", tenant],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/schedules${queryString({ cursor: pageParam, limit: 100 })}`,
        schedulesJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
    refetchInterval: 30_000,
  });

/** Those that have stopped by themselves, at most a few: enough to say so. */
export const stoppedSchedulesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["schedules", tenant, "stopped"],
    queryFn: ({ signal }) =>
      getJson(
        `${tenantPath(tenant)}/schedules${queryString({ stopped: "true", limit: 20 })}`,
        schedulesJson,
        signal,
      ),
    refetchInterval: 60_000,
  });

export const scheduleQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["schedule", tenant, id],
    queryFn: ({ signal }) => getJson(pathOf(tenant, id), scheduleJson, signal),
    refetchInterval: 30_000,
  });

function pathOf(tenant: string, id: string): string {
  return `${tenantPath(tenant)}/schedules/${encodeURIComponent(id)}`;
}

export function addSchedule(tenant: string, wish: ScheduleWish): Promise<Schedule> {
  return postJson(`${tenantPath(tenant)}/schedules`, wish, scheduleJson);
}

/** Writes anew what was seen; from then on its runs start by the right of whoever does so. Refused when it has changed since. */
export function replaceSchedule(
  tenant: string,
  { id, version }: Schedule,
  wish: ScheduleWish,
  paused: boolean,
): Promise<Schedule> {
  return putJson(pathOf(tenant, id), { ...wish, paused, version }, scheduleJson);
}

/** The runs that it started stay. */
export function removeSchedule(tenant: string, id: string): Promise<void> {
  return remove(pathOf(tenant, id));
}
