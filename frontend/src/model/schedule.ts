import type { Target } from "./target";

export const scheduleStates = ["ON", "PAUSED", "STOPPED"] as const;
export type ScheduleState = (typeof scheduleStates)[number];

/** What is so with whoever made a schedule that has stopped. */
export const stopReasons = ["left", "deactivated", "role", "token-revoked", "token-expired"] as const;
export type StopReason = (typeof stopReasons)[number];

/** What becomes of times at which no server was up. */
export const missedRules = ["skip", "once"] as const;
export type Missed = (typeof missedRules)[number];

export const mostJitterSeconds = 3_600;
export const longestCron = 100;

export interface Schedule {
  id: string;
  /** Grows with each change, not with its turns. */
  version: number;
  /** As {@link pickOf} reads it. */
  targets: string;
  cron: string;
  /** The expression in words, in the reader's language. */
  description: string;
  timeZone: string;
  jitterSeconds: number;
  missed: Missed;
  active: boolean;
  state: ScheduleState;
  /** Whose right it is to start the runs. */
  startsAs: string;
  /** Why it has stopped, where that is known. */
  stoppedBecause?: StopReason;
  createdAt: Date;
  /** At most three; none unless it is on. */
  next: Date[];
  last?: Round;
}

/** How a turn went, counted in targets; `skipped` in times that passed without a round of their own. */
export interface Round {
  due: Date;
  started: number;
  busy: number;
  refused: number;
  skipped: number;
}

export interface ScheduleWish {
  targets: string;
  cron: string;
  /** The tenant's without one. */
  timeZone?: string;
  jitterSeconds: number;
  missed: Missed;
  active: boolean;
}

/** The wish that leaves a schedule as it is. */
export function wishOf(schedule: Schedule): ScheduleWish {
  const { targets, cron, timeZone, jitterSeconds, missed, active } = schedule;
  return { targets, cron, timeZone, jitterSeconds, missed, active };
}

/** Whether somebody who has read one has read the other: it may have been paused meanwhile, or have had its turn. */
export function samePlan(one: Schedule, other: Schedule): boolean {
  return JSON.stringify(wishOf(one)) === JSON.stringify(wishOf(other));
}

export const pickKinds = ["target", "gateway", "tag", "all"] as const;
export type PickKind = (typeof pickKinds)[number];

/** Which targets a schedule is for: one, a gateway with its connections, those of a tag (`key`, `key:value`), or all. */
export interface TargetPick {
  kind: PickKind;
  /** Empty for all. */
  name: string;
}

export function pickOf(targets: string): TargetPick {
  if (targets === "*") return { kind: "all", name: "" };
  if (targets.startsWith("tag:")) return { kind: "tag", name: targets.slice(4) };
  if (targets.endsWith("/*")) return { kind: "gateway", name: targets.slice(0, -2) };
  return { kind: "target", name: targets };
}

export function targetsOf({ kind, name }: TargetPick): string {
  switch (kind) {
    case "target":
      return name;
    case "gateway":
      return `${name}/*`;
    case "tag":
      return `tag:${name}`;
    case "all":
      return "*";
  }
}

/** Whether a target is among those picked. Names and resource ids are told apart by no case, tags by theirs. */
export function picks(pick: TargetPick, target: Target): boolean {
  switch (pick.kind) {
    case "target":
      return [target.name, target.id].some((one) => sameName(one, pick.name));
    case "gateway":
      return sameName(target.gateway, pick.name);
    case "tag":
      return hasTag(target, pick.name);
    case "all":
      return true;
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function hasTag({ tags }: Target, tag: string): boolean {
  const colon = tag.indexOf(":");
  const key = colon < 0 ? tag : tag.slice(0, colon);
  return Object.hasOwn(tags, key) && (colon < 0 || tags[key] === tag.slice(colon + 1));
}

export const rhythmKinds = ["5", "15", "60", "daily", "weekdays", "cron"] as const;
export type RhythmKind = (typeof rhythmKinds)[number];

/** When it is time: every so many minutes, at a time of the day, or as an expression says. */
export interface Rhythm {
  kind: RhythmKind;
  /** `06:30`, of every day or of Monday to Friday. */
  at: string;
  cron: string;
}

const everyMinutes = { "5": "*/5 * * * *", "15": "*/15 * * * *", "60": "0 * * * *" };
const usualTime = "06:00";
const atTime = /^(\d{1,2}) (\d{1,2}) \* \* (\*|1-5)$/;

/** The rhythm that people see in an expression; most expressions are none but their own. */
export function rhythmOf(cron: string): Rhythm {
  const known = (["5", "15", "60"] as const).find((kind) => everyMinutes[kind] === cron);
  if (known) return { kind: known, at: usualTime, cron };
  const [, minute, hour, days] = atTime.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return { kind: "cron", at: usualTime, cron };
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return { kind: days === "*" ? "daily" : "weekdays", at, cron };
}

/** The expression to send; undefined while there is no time of the day. */
export function cronOf({ kind, at, cron }: Rhythm): string | undefined {
  if (kind === "cron") return cron.trim();
  if (kind !== "daily" && kind !== "weekdays") return everyMinutes[kind];
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(at) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  return `${String(Number(minute))} ${String(Number(hour))} * * ${kind === "daily" ? "*" : "1-5"}`;
}
