import { z } from "zod";
import { certainties, codes, severities } from "../model/diagnosis";
import type { Diagnosis, Finding, Notice } from "../model/diagnosis";
import { changeKinds } from "../model/diff";
import type { Diff } from "../model/diff";
import { runStates } from "../model/run";
import type { Run, RunSummary } from "../model/run";

/** An optional member: absent by contract, but an explicit null means the same. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A list that may be left out when it is empty. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .array(schema)
    .nullish()
    .transform((value) => value ?? []);
}

/** Lists start without a cursor. */
export const firstPage: string | undefined = undefined;

export const instant = z.coerce.date();
export const code = z.enum(codes);
export const severity = z.enum(severities);

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: optional(z.string()) });
}

const proof = z.object({
  file: z.string(),
  line: z.number().int().nonnegative(),
  text: z.string().default(""),
});

const action = z
  .object({
    actionText: z.string().default(""),
    actionUri: optional(z.string()),
    actionUriText: optional(z.string()),
  })
  .transform(({ actionText, actionUri, actionUriText }) => ({
    text: actionText,
    uri: actionUri,
    uriText: actionUriText,
  }));

const findingMembers = {
  cause: optional(z.string()),
  certainty: optional(z.enum(certainties)),
  summary: z.string().default(""),
  detail: optional(z.string()),
  evidence: listOf(proof),
  recommendedActions: listOf(action),
};

const finding: z.ZodType<Finding> = z.object({
  ...findingMembers,
  id: z.string(),
  severity: severity.default("error"),
});

const notice: z.ZodType<Notice> = z.object({ ...findingMembers, severity: optional(severity) });

export const diagnosis: z.ZodType<Diagnosis> = z.object({
  startTime: optional(instant),
  endTime: optional(instant),
  code,
  target: z.string().default(""),
  severity: optional(severity),
  results: listOf(finding),
  notices: listOf(notice),
  missing: listOf(z.object({ probe: z.string(), why: z.string().default("") })),
});

/** What stood there before and after: a text, or a finding of which the summary is shown. */
const aspect = z
  .union([
    z.string(),
    z.object({ summary: z.string() }).transform((value) => value.summary),
    z.object({ severity: z.string() }).transform((value) => value.severity),
    z
      .unknown()
      .transform((value) => (value === null || value === undefined ? undefined : JSON.stringify(value))),
  ])
  .optional();

const side = z.object({
  id: z.string(),
  target: optional(z.string()),
  finishedAt: optional(instant),
  code: optional(code),
});

const change = z.object({
  kind: z.enum(changeKinds),
  id: z.string(),
  cause: optional(z.string()),
  summary: optional(z.string()),
  before: aspect,
  after: aspect,
});

/** `from` and `to` are run ids with the runs themselves beside them (`fromRun`), or the runs in their place. */
export const diff: z.ZodType<Diff> = z
  .object({
    from: z.union([z.string(), side]),
    to: z.union([z.string(), side]),
    fromRun: optional(side),
    toRun: optional(side),
    changed: z.boolean(),
    changes: listOf(change),
  })
  .transform(({ from, to, fromRun, toRun, changed, changes }) => ({
    from: fromRun ?? (typeof from === "string" ? { id: from } : from),
    to: toRun ?? (typeof to === "string" ? { id: to } : to),
    changed,
    changes,
  }));

const summaryMembers = {
  id: z.string(),
  target: z.string(),
  targetName: z.string(),
  kind: optional(z.string()),
  state: z.enum(runStates),
  source: z.string(),
  requestedBy: z.object({ id: optional(z.string()), name: z.string() }),
  queuedAt: instant,
  startedAt: optional(instant),
  finishedAt: optional(instant),
  code: optional(code),
  severity: optional(severity),
  fault: optional(z.string()),
  cause: optional(z.string()),
  summary: optional(z.string()),
  changed: optional(z.boolean()),
  failure: optional(z.object({ reason: z.string(), detail: optional(z.string()) })),
};

export const runSummary: z.ZodType<RunSummary> = z.object(summaryMembers);

export const logFile = z.object({
  name: z.string(),
  bytes: z.number().default(0),
  lines: z.number().default(0),
});

export const run: z.ZodType<Run> = z.object({
  ...summaryMembers,
  provider: optional(z.string()),
  subscription: optional(z.object({ id: z.string(), name: z.string() })),
  active: optional(z.boolean()),
  attempt: optional(z.number()),
  position: optional(z.number()),
  previousRun: optional(z.string()),
  diagnosis: optional(diagnosis),
  logs: listOf(logFile),
  bundle: optional(z.object({ bytes: z.number() })),
  diff: optional(diff),
});
