import { infiniteQueryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { getJson, queryString, send, tenantPath } from "./client";

const linesJson = z.object({
  name: z.string(),
  fromLine: z.number(),
  lines: z.array(z.string()),
  totalLines: z.number(),
});

export const linesPerPage = 500;

/** The lines of a log file around one line, growing in both directions. */
export const logLinesQuery = (tenant: string, run: string, file: string, aroundLine: number) =>
  infiniteQueryOptions({
    queryKey: ["log", tenant, run, file, aroundLine],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${logPath(tenant, run, file)}${queryString({ fromLine: pageParam.fromLine, lines: pageParam.lines })}`,
        linesJson,
        signal,
      ),
    initialPageParam: { fromLine: Math.max(1, aroundLine - linesPerPage / 2), lines: linesPerPage },
    getNextPageParam: (last) => {
      const next = last.fromLine + last.lines.length;
      return last.lines.length > 0 && next <= last.totalLines
        ? { fromLine: next, lines: linesPerPage }
        : undefined;
    },
    getPreviousPageParam: (first) => {
      if (first.fromLine <= 1) return undefined;
      const fromLine = Math.max(1, first.fromLine - linesPerPage);
      return { fromLine, lines: first.fromLine - fromLine };
    },
    staleTime: Infinity,
  });

export function logPath(tenant: string, run: string, file: string): string {
  return `${tenantPath(tenant)}/runs/${encodeURIComponent(run)}/logs/${encodeURIComponent(file)}`;
}

export function logsZipPath(tenant: string, run: string): string {
  return `${tenantPath(tenant)}/runs/${encodeURIComponent(run)}/logs.zip`;
}

/** One log file as it is stored, for saving to disk. */
export async function downloadLog(tenant: string, run: string, file: string): Promise<Blob> {
  const response = await send(logPath(tenant, run, file), { accept: "text/plain, application/problem+json" });
  return response.blob();
}
