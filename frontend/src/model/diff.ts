import { certainties, severities } from "./diagnosis";
import type { Certainty, Code, Severity } from "./diagnosis";

export const changeKinds = ["APPEARED", "CLEARED", "WORSE", "BETTER", "CHANGED"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  kind: ChangeKind;
  id: string;
  cause?: string;
  summary?: string;
  before?: string;
  after?: string;
}

export interface DiffSide {
  id: string;
  target?: string;
  finishedAt?: Date;
  code?: Code;
}

export interface Diff {
  from: DiffSide;
  to: DiffSide;
  changed: boolean;
  changes: Change[];
}

const order: Record<ChangeKind, number> = { APPEARED: 0, WORSE: 1, CHANGED: 2, BETTER: 3, CLEARED: 4 };

/** Bad news first; the server's order is kept among equals. */
export function inReadingOrder(changes: Change[]): Change[] {
  return changes.toSorted((a, b) => order[a.kind] - order[b.kind]);
}

/** The run that ended first goes left, whichever the reader ticked first: one may have overtaken the other in line. */
export function olderFirst(a: DiffSide, b: DiffSide): [string, string] {
  const [endOfA, endOfB] = [a.finishedAt?.getTime() ?? Infinity, b.finishedAt?.getTime() ?? Infinity];
  return endOfA < endOfB || (endOfA === endOfB && a.id <= b.id) ? [a.id, b.id] : [b.id, a.id];
}

/** What the server writes of one side, "error, likely, peer=192.0.2.1, step=IKE_AUTH", taken apart. */
export function weighedFacts(
  text: string,
): { severity: Severity; certainty: Certainty; facts: string[] } | undefined {
  const [first, second, ...facts] = text.split(", ");
  const severity = severities.find((one) => one === first);
  const certainty = certainties.find((one) => one === second);
  return severity && certainty ? { severity, certainty, facts } : undefined;
}
