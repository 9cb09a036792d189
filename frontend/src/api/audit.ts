import { infiniteQueryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { AuditEntry } from "../model/audit";
import { getJson, queryString, tenantPath } from "./client";
import { firstPage, instant, optional, page } from "./shapes";

const entryJson: z.ZodMiniType<AuditEntry> = z.object({
  seq: z.number(),
  at: instant,
  actor: z.object({
    id: optional(z.string()),
    name: z.string(),
    kind: optional(z.string()),
    onBehalfOf: optional(z.string()),
  }),
  action: z.string(),
  object: optional(z.string()),
  result: z.string(),
  ip: optional(z.string()),
  agent: optional(z.string()),
  requestId: optional(z.string()),
  details: z.unknown(),
});

const auditJson = page(entryJson);

export interface AuditFilters {
  actor?: string;
  action?: string;
  object?: string;
  result?: string;
  from?: string;
  to?: string;
}

/** Where the same records are to be had as a file. */
export function auditExportPath(tenant: string, filters: AuditFilters, format: "csv" | "jsonl"): string {
  return `${tenantPath(tenant)}/audit/export${queryString({ ...filters, format })}`;
}

export const auditQuery = (tenant: string, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ["audit", tenant, filters],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/audit${queryString({ ...filters, cursor: pageParam })}`,
        auditJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
  });
