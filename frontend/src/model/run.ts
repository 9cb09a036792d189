import type { Code, Diagnosis, Severity } from "./diagnosis";
import type { Diff } from "./diff";

export const runStates = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
export type RunState = (typeof runStates)[number];

export const sources = ["user", "api", "cli", "upload", "schedule", "slack", "arm", "seed"] as const;
export type Source = (typeof sources)[number];

export interface RunSummary {
  id: string;
  target: string;
  targetName: string;
  kind?: string;
  state: RunState;
  source: string;
  requestedBy: { id?: string; name: string };
  queuedAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  /** Somebody wants it to stop. */
  cancelRequested?: boolean;
  code?: Code;
  severity?: Severity;
  fault?: string;
  cause?: string;
  summary?: string;
  changed?: boolean;
  failure?: { reason: string; detail?: string };
}

export interface LogFile {
  name: string;
  bytes: number;
  lines: number;
}

export interface Run extends RunSummary {
  provider?: string;
  subscription?: { id: string; name: string };
  active?: boolean;
  attempt?: number;
  /** Why it has not begun. */
  waiting?: { text: string };
  /** Absent where it cannot be told. */
  expectedStart?: string;
  previousRun?: string;
  diagnosis?: Diagnosis;
  logs: LogFile[];
  bundle?: { bytes: number };
  diff?: Diff;
}

export function isFinished(state: RunState): boolean {
  return state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED";
}

/** One word for what came of a run: its verdict when there is one, else its state, or that it is to stop. */
export type Outcome = Code | Exclude<RunState, "SUCCEEDED"> | "STOPPING";

export function outcomeOf(run: { state: RunState; code?: Code; cancelRequested?: boolean }): Outcome {
  if (run.state === "SUCCEEDED") return run.code ?? "Undetermined";
  if (run.state === "RUNNING" && run.cancelRequested) return "STOPPING";
  return run.state;
}

/** How long the run has been working (or worked), in milliseconds; undefined before it started. */
export function workedFor(run: Pick<RunSummary, "startedAt" | "finishedAt">, now: Date): number | undefined {
  if (!run.startedAt) return undefined;
  return Math.max(0, (run.finishedAt ?? now).getTime() - run.startedAt.getTime());
}

/** Faults that say "all is well" need no name beside a green badge. */
export function faultToShow(run: Pick<RunSummary, "fault">): string | undefined {
  return run.fault === undefined || run.fault === "NoFault" || run.fault === "Undetermined"
    ? undefined
    : run.fault;
}
