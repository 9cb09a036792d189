import type { RunState, RunSummary } from "./run";

export const mends = ["neither", "first", "second", "both", "contradiction", "unknown"] as const;
export type Mend = (typeof mends)[number];

/** One half of a VNet2VNet connection. */
export interface TwinHalf {
  /** ARM id. */
  id: string;
  name: string;
  gateway: string;
  /** The run that is compared. */
  run?: RunSummary;
  openRun?: { id: string; state: RunState };
}

/** Both halves; the first is the target that was asked for. */
export interface Twins {
  first: TwinHalf;
  second: TwinHalf;
  /** Absent while a half has no diagnosis. */
  mend?: Mend;
  sentence: string;
  caution?: string;
}

/** Whether something goes on or waits, so that what is compared is about to be old. */
export function isUnderWay(twins: Twins): boolean {
  return twins.first.openRun !== undefined || twins.second.openRun !== undefined;
}

export function isToMend(twins: Twins, half: "first" | "second"): boolean {
  return twins.mend === half || twins.mend === "both";
}
