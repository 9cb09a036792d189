import { describe, expect, it } from "vitest";
import { cronOf, pickOf, picks, rhythmOf, targetsOf } from "./schedule";
import type { RhythmKind } from "./schedule";
import type { Target } from "./target";

const branch: Target = {
  id: "/subscriptions/6f1d2a7e/connections/seoul-branch",
  name: "seoul/branch",
  gateway: "seoul",
  kind: "connection",
  type: "IPsec",
  supported: true,
  provider: "simulated",
  subscription: { id: "sub-1", name: "contoso" },
  tags: { site: "seoul", critical: "", path: "a:b" },
};

describe("the targets of a schedule", () => {
  it.each([
    ["seoul/branch", "target", "seoul/branch"],
    ["seoul", "target", "seoul"],
    ["seoul/*", "gateway", "seoul"],
    ["tag:site", "tag", "site"],
    ["tag:site:seoul", "tag", "site:seoul"],
    ["*", "all", ""],
  ])("should be told from %s, and written as they came", (targets, kind, name) => {
    expect(pickOf(targets)).toEqual({ kind, name });
    expect(targetsOf(pickOf(targets))).toBe(targets);
  });

  it.each([
    ["seoul/branch", true],
    ["SEOUL/Branch", true],
    [branch.id, true],
    ["seoul", false],
    ["seoul/*", true],
    ["seou/*", false],
    ["tag:site", true],
    ["tag:site:seoul", true],
    ["tag:site:busan", false],
    ["tag:path:a:b", true],
    ["tag:critical:", true],
    ["tag:toString", false],
    ["*", true],
  ])("should be known by %s: %s", (targets, wanted) => {
    expect(picks(pickOf(targets), branch)).toBe(wanted);
  });
});

describe("the rhythm of a schedule", () => {
  it.each<[string, RhythmKind, string]>([
    ["*/5 * * * *", "5", "06:00"],
    ["*/15 * * * *", "15", "06:00"],
    ["0 * * * *", "60", "06:00"],
    ["30 6 * * *", "daily", "06:30"],
    ["0 18 * * 1-5", "weekdays", "18:00"],
    ["*/15 8-18 * * 1-5", "cron", "06:00"],
    ["0 6 * * 0", "cron", "06:00"],
    ["0 6 1 * *", "cron", "06:00"],
  ])("should be seen in %s, and make it again", (cron, kind, at) => {
    const rhythm = rhythmOf(cron);
    expect(rhythm).toMatchObject({ kind, at });
    expect(cronOf(rhythm)).toBe(cron);
  });

  it("should be none without a time of the day", () => {
    expect(cronOf({ kind: "daily", at: "", cron: "" })).toBeUndefined();
  });
});
