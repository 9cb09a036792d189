import type { Code } from "./diagnosis";
import { runStates } from "./run";
import type { RunState } from "./run";

export const steps = ["queued", "started", "collecting", "diagnosing", "writing-logs", "finishing"] as const;
export type Step = (typeof steps)[number];

export interface RunEvent {
  seq: number;
  at: Date;
  kind: "state" | "progress" | "done";
  state?: RunState;
  step?: string;
  probe?: string;
  message?: string;
  percent?: number;
  code?: Code;
  fault?: string;
}

export interface StepProgress {
  step: Step;
  status: "done" | "current" | "waiting";
  at?: Date;
  /** What was read in this step, newest text per probe. */
  probes: { name: string; message?: string; at: Date }[];
  message?: string;
}

export interface Progress {
  steps: StepProgress[];
  percent?: number;
  latest?: string;
  done: boolean;
  lastSeq: number;
}

function stepOf(event: RunEvent): Step | undefined {
  if (event.kind === "done") return "finishing";
  if (event.kind === "state")
    return event.state === "RUNNING" ? "started" : event.state === "QUEUED" ? "queued" : undefined;
  if (event.step === "probe") return "collecting";
  return steps.find((step) => step === event.step);
}

/**
 * The story so far. Events may come twice (a resumed stream) or out of order: they are told by `seq`, each once.
 * A run that is queued again (its node died) starts its story anew.
 */
export function progressOf(events: RunEvent[], state: RunState): Progress {
  const ordered = [...new Map(events.map((event) => [event.seq, event])).values()].sort(
    (a, b) => a.seq - b.seq,
  );
  const requeued = ordered.findLastIndex((event) => event.kind === "state" && event.state === "QUEUED");
  const story = requeued > 0 ? ordered.slice(requeued) : ordered;

  const seen = new Map<Step, { at: Date; message?: string }>();
  const probes = new Map<string, { name: string; message?: string; at: Date }>();
  let percent: number | undefined;
  let latest: string | undefined;
  for (const event of story) {
    const step = stepOf(event);
    if (step && !seen.has(step)) seen.set(step, { at: event.at });
    if (event.probe) probes.set(event.probe, { name: event.probe, message: event.message, at: event.at });
    else if (step && event.message)
      seen.set(step, { at: seen.get(step)?.at ?? event.at, message: event.message });
    if (event.percent !== undefined) percent = Math.max(percent ?? 0, Math.min(100, event.percent));
    if (event.message) latest = event.message;
  }

  const done = !runStates.slice(0, 2).includes(state) || story.some((event) => event.kind === "done");
  const furthest = Math.max(
    state === "QUEUED" ? 0 : 1,
    ...[...seen.keys()].map((step) => steps.indexOf(step)),
  );
  return {
    steps: steps.map((step, index) => ({
      step,
      status: done || index < furthest ? "done" : index === furthest ? "current" : "waiting",
      at: seen.get(step)?.at,
      message: seen.get(step)?.message,
      probes: step === "collecting" ? [...probes.values()] : [],
    })),
    percent: done ? 100 : percent,
    latest,
    done,
    lastSeq: ordered.at(-1)?.seq ?? 0,
  };
}
