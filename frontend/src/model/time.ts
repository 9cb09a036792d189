const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** "3 hours ago", in the reader's language; "now" within five seconds, since clocks differ. */
export function relativeTime(at: Date, now: Date, language: string): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(seconds) < 5) return format.format(0, "second");
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return format.format(Math.trunc(seconds / size), unit);
}

/** Date, time and zone: what the relative time hides. */
export function exactTime(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "long",
  }).format(at);
}

/** Date and time in the reader's zone, short enough for a column. */
export function dateTime(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
  }).format(at);
}

export function clockTime(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(at);
}

/** The time of a log line as the line itself has it: most logs name no zone, and are read as UTC. */
export function logTime(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    timeStyle: "medium",
    hourCycle: "h23",
    timeZone: "UTC",
  }).format(at);
}

const durationUnits = {
  en: { ms: " ms", s: " s", min: " min", h: " h" },
  ko: { ms: "ms", s: "초", min: "분", h: "시간" },
};

/** "420 ms", "4.1 s", "2 min 5 s"; "2분 5초". */
export function duration(milliseconds: number, language: string): string {
  const unit = language === "ko" ? durationUnits.ko : durationUnits.en;
  if (milliseconds < 1_000) return `${String(Math.round(milliseconds))}${unit.ms}`;
  if (milliseconds < 60_000) return `${(Math.floor(milliseconds / 100) / 10).toFixed(1)}${unit.s}`;
  const seconds = Math.floor(milliseconds / 1_000);
  if (seconds < 3_600)
    return `${String(Math.floor(seconds / 60))}${unit.min} ${String(seconds % 60)}${unit.s}`;
  return `${String(Math.floor(seconds / 3_600))}${unit.h} ${String(Math.floor((seconds % 3_600) / 60))}${unit.min}`;
}

/** A day of a filter (`2026-11-23`, the reader's calendar) as the instant it starts at, or ends before. */
export function dayBounds(day: string, end: boolean): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(year, month - 1, date + (end ? 1 : 0));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The day alone, in the reader's calendar. */
export function calendarDay(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
}

/** Names of time zones to choose from; others may be names all the same, like Etc/UTC. */
export const timeZones = Intl.supportedValuesOf("timeZone");

/** Whether it names a place: an offset knows no summer. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
