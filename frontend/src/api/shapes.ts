import * as z from "zod/mini";
import { certainties, codes, directions, severities } from "../model/diagnosis";
import type { Diagnosis, Finding, Notice } from "../model/diagnosis";
import { changeKinds } from "../model/diff";
import type { Diff } from "../model/diff";
import { runStates } from "../model/run";
import type { Run, RunSummary } from "../model/run";

/** An optional member: absent by contract, but an explicit null means the same. */
export function optional<T extends z.ZodMiniType>(schema: T) {
  return z.pipe(
    z.nullish(schema),
    z.transform((value) => value ?? undefined),
  );
}

/** A list that may be left out when it is empty. */
export function listOf<T extends z.ZodMiniType>(schema: T) {
  return z.pipe(
    z.nullish(z.array(schema)),
    z.transform((value) => value ?? []),
  );
}

/** Lists start without a cursor. */
export const firstPage: string | undefined = undefined;

export const instant = z.coerce.date();
export const code = z.enum(codes);
export const severity = z.enum(severities);

export function page<T extends z.ZodMiniType>(item: T) {
  return z.object({ items: z.array(item), next: optional(z.string()) });
}

const proof = z.object({
  file: z.string(),
  line: z.int().check(z.nonnegative()),
  text: z._default(z.string(), ""),
});

const action = z.pipe(
  z.object({
    actionText: z._default(z.string(), ""),
    actionUri: optional(z.string()),
    actionUriText: optional(z.string()),
  }),
  z.transform(({ actionText, actionUri, actionUriText }) => ({
    text: actionText,
    uri: actionUri,
    uriText: actionUriText,
  })),
);

const comparedField = z.object({
  field: z.string(),
  label: z.string(),
  ours: z.array(z.string()),
  theirs: z.array(z.string()),
});

const negotiationStep = z.object({
  at: optional(instant),
  direction: z.enum(directions),
  exchange: z.pipe(
    z.string(),
    z.transform((name) => (name === "UNKNOWN" ? undefined : name)),
  ),
  text: z.string(),
  detail: optional(z.string()),
  file: z.string(),
  line: z.int().check(z.nonnegative()),
});

const findingMembers = {
  cause: optional(z.string()),
  certainty: optional(z.enum(certainties)),
  summary: z._default(z.string(), ""),
  detail: optional(z.string()),
  evidence: listOf(proof),
  recommendedActions: listOf(action),
  comparison: listOf(comparedField),
  facts: z._default(z.record(z.string(), z.string()), {}),
};

const finding: z.ZodMiniType<Finding> = z.object({
  ...findingMembers,
  id: z.string(),
  severity: z._default(severity, "error"),
});

const notice: z.ZodMiniType<Notice> = z.object({ ...findingMembers, severity: optional(severity) });

export const diagnosis: z.ZodMiniType<Diagnosis> = z.object({
  startTime: optional(instant),
  endTime: optional(instant),
  code,
  target: z._default(z.string(), ""),
  severity: optional(severity),
  results: listOf(finding),
  notices: listOf(notice),
  timeline: listOf(negotiationStep),
  missing: listOf(z.object({ probe: z.string(), why: z._default(z.string(), "") })),
});

/** What stood there before and after: a text, or a finding of which the summary is shown. */
const aspect = z.optional(
  z.union([
    z.string(),
    z.pipe(
      z.object({ summary: z.string() }),
      z.transform((value) => value.summary),
    ),
    z.pipe(
      z.object({ severity: z.string() }),
      z.transform((value) => value.severity),
    ),
    z.pipe(
      z.unknown(),
      z.transform((value) => (value === null || value === undefined ? undefined : JSON.stringify(value))),
    ),
  ]),
);

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
export const diff: z.ZodMiniType<Diff> = z.pipe(
  z.object({
    from: z.union([z.string(), side]),
    to: z.union([z.string(), side]),
    fromRun: optional(side),
    toRun: optional(side),
    changed: z.boolean(),
    changes: listOf(change),
  }),
  z.transform(({ from, to, fromRun, toRun, changed, changes }) => ({
    from: fromRun ?? (typeof from === "string" ? { id: from } : from),
    to: toRun ?? (typeof to === "string" ? { id: to } : to),
    changed,
    changes,
  })),
);

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
  cancelRequested: optional(z.boolean()),
  code: optional(code),
  severity: optional(severity),
  fault: optional(z.string()),
  cause: optional(z.string()),
  summary: optional(z.string()),
  changed: optional(z.boolean()),
  failure: optional(z.object({ reason: z.string(), detail: optional(z.string()) })),
};

export const runSummary: z.ZodMiniType<RunSummary> = z.object(summaryMembers);

export const logFile = z.object({
  name: z.string(),
  bytes: z._default(z.number(), 0),
  lines: z._default(z.number(), 0),
});

export const run: z.ZodMiniType<Run> = z.object({
  ...summaryMembers,
  provider: optional(z.string()),
  subscription: optional(z.object({ id: z.string(), name: z.string() })),
  active: optional(z.boolean()),
  attempt: optional(z.number()),
  waiting: optional(z.object({ text: z.string() })),
  expectedStart: optional(z.string()),
  previousRun: optional(z.string()),
  diagnosis: optional(diagnosis),
  logs: listOf(logFile),
  bundle: optional(z.object({ bytes: z.number() })),
  diff: optional(diff),
});
