import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { named, withAdded } from "./chosenFiles";
import { causes, firstAction, proofLines, webAddress } from "./diagnosis";
import type { Diagnosis, Finding } from "./diagnosis";
import { inReadingOrder, olderFirst, weighedFacts } from "./diff";
import { progressOf } from "./events";
import type { RunEvent } from "./events";
import { visiblePieces } from "./logText";
import { safeReturnPath } from "./returnPath";
import { byTenant, may } from "./role";
import { outcomeOf, workedFor } from "./run";
import { size } from "./size";
import { byGateway, countByHealth, healthOf, shortName } from "./target";
import type { Target } from "./target";
import { dayBounds, duration, relativeTime } from "./time";

const origin = "https://tunnelscope.example";

describe("files chosen to be uploaded", () => {
  const here = { name: "charon.log", size: 100, lastModified: 1 };

  it("should keep the logs of both ends, which have one name", () => {
    const longer = { ...here, size: 200 };
    const newer = { ...here, lastModified: 2 };
    expect(withAdded([here], [longer, newer])).toEqual([here, longer, newer]);
  });

  it("should hold a file once that was chosen again", () => {
    expect(withAdded([here], [{ ...here }])).toEqual([here]);
    expect(withAdded([], [here, { ...here }])).toEqual([here]);
  });

  it("should be told apart as the server will name them", () => {
    const names = ["charon.log", "Charon.log", "charon.log (2)", "charon.log", "ipsec.conf"];
    expect(named(names.map((name) => ({ name }))).map((one) => one.name)).toEqual([
      "charon.log",
      "Charon.log (2)",
      "charon.log (2) (2)",
      "charon.log (3)",
      "ipsec.conf",
    ]);
  });
});

describe("one side of a change", () => {
  it("should be taken apart into how bad, how sure, and the facts", () => {
    expect(weighedFacts("error, likely, peer=192.0.2.1, step=IKE_AUTH")).toEqual({
      severity: "error",
      certainty: "likely",
      facts: ["peer=192.0.2.1", "step=IKE_AUTH"],
    });
  });

  it("should stay as it stands when it is a sentence", () => {
    expect(weighedFacts("The pre-shared keys differ, likely.")).toBeUndefined();
  });
});

describe("the way back after sign-in", () => {
  it.each(["/t/contoso/runs?state=FAILED", "/t/contoso/targets/%2Fsubscriptions%2F1#top", "/"])(
    "should lead back to %s",
    (path) => {
      expect(safeReturnPath(path, origin)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "https://evil.example/",
    "//evil.example/t",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "t/contoso",
    "/sign-in?return=%2Fsign-in",
    "/api/v1/session",
    "/.//evil.example",
  ])("should lead to the start page for %s", (path) => {
    expect(safeReturnPath(path, origin)).toBe("/");
  });
});

describe("text of a log line", () => {
  const shown = (text: string) =>
    visiblePieces(text)
      .map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text))
      .join("");

  it("should leave plain and Korean text and tabs alone", () => {
    expect(shown("peer\t203.0.113.20 인증 실패 🔒")).toBe("peer\t203.0.113.20 인증 실패 🔒");
  });

  it("should name the characters that turn the reading direction", () => {
    expect(shown("user \u202eexe.txt\u202c")).toBe("user [RLO]exe.txt[PDF]");
  });

  it("should name terminal escapes, zero-width characters and other controls", () => {
    expect(shown("\u001b[31mred a\u200bb\u0000\u0085\ufeff")).toBe("[ESC][31mred a[ZWSP]b[NUL][U+0085][BOM]");
  });

  it("should name half a surrogate pair", () => {
    expect(shown("x\ud800y")).toBe("x[U+D800]y");
  });
});

describe("progress of a run", () => {
  const event = (seq: number, more: Partial<RunEvent>): RunEvent => ({
    seq,
    at: new Date(seq * 1000),
    kind: "progress",
    ...more,
  });
  const statuses = (events: RunEvent[], state: Parameters<typeof progressOf>[1]) =>
    progressOf(events, state)
      .steps.map((step) => step.status.charAt(0))
      .join("");

  it("should show the step in hand, those behind and those ahead", () => {
    const events = [
      event(1, { step: "queued" }),
      event(2, { step: "started" }),
      event(3, { step: "collecting" }),
    ];
    expect(statuses(events, "RUNNING")).toBe("ddcwww");
  });

  it("should count probes to the collecting of evidence, the newest message of each", () => {
    const progress = progressOf(
      [
        event(1, { step: "probe", probe: "ike-log", message: "reading" }),
        event(2, { step: "probe", probe: "ike-log", message: "1,400 lines" }),
        event(3, { step: "probe", probe: "cpu", message: "14 %" }),
      ],
      "RUNNING",
    );
    expect(progress.steps[2]?.probes.map((probe) => `${probe.name}: ${probe.message ?? ""}`)).toEqual([
      "ike-log: 1,400 lines",
      "cpu: 14 %",
    ]);
  });

  it("should not mind events that come twice or late", () => {
    const events = [
      event(3, { step: "diagnosing", percent: 80 }),
      event(2, { step: "collecting", percent: 20 }),
      event(3, { step: "diagnosing", percent: 80 }),
    ];
    const progress = progressOf(events, "RUNNING");
    expect(progress.percent).toBe(80);
    expect(progress.lastSeq).toBe(3);
    expect(statuses(events, "RUNNING")).toBe("dddcww");
  });

  it("should begin anew when the run was queued again", () => {
    const events = [
      event(1, { kind: "state", state: "QUEUED" }),
      event(2, { step: "diagnosing", percent: 80 }),
      event(3, { kind: "state", state: "QUEUED" }),
    ];
    expect(statuses(events, "QUEUED")).toBe("cwwwww");
    expect(progressOf(events, "QUEUED").percent).toBeUndefined();
  });

  it("should be done when the run is, whatever events are missing", () => {
    expect(statuses([], "SUCCEEDED")).toBe("dddddd");
    expect(progressOf([event(1, { kind: "done" })], "RUNNING").percent).toBe(100);
  });
});

describe("targets", () => {
  const target = (change: Partial<Target>): Target => ({
    id: change.name ?? "x",
    name: "gw",
    gateway: "gw",
    kind: "gateway",
    type: "Vpn",
    supported: true,
    provider: "simulated",
    subscription: { id: "s", name: "s" },
    tags: {},
    ...change,
  });
  const lastRun = { id: "r", state: "SUCCEEDED", code: "UnHealthy" } as const;

  it("should keep the last verdict in sight while a new run is open", () => {
    expect(healthOf(target({ lastRun, openRun: { id: "o", state: "RUNNING" } }))).toBe("unhealthy");
    expect(healthOf(target({ openRun: { id: "o", state: "RUNNING" } }))).toBe("running");
  });

  it("should tell a failed run from an unhealthy target", () => {
    expect(healthOf(target({ lastRun: { id: "r", state: "FAILED" } }))).toBe("failed");
  });

  it("should tell never run from not supported", () => {
    expect(healthOf(target({}))).toBe("never");
    expect(healthOf(target({ supported: false }))).toBe("unsupported");
    expect(countByHealth([target({}), target({ lastRun })])).toMatchObject({
      never: 1,
      unhealthy: 1,
      healthy: 0,
    });
  });

  it("should put connections under their gateway, also when they come apart or the gateway is missing", () => {
    const groups = byGateway([
      target({ name: "a/one", gateway: "a", kind: "connection" }),
      target({ name: "b", gateway: "b" }),
      target({ name: "a/two", gateway: "a", kind: "connection" }),
    ]);
    expect(groups.map((group) => [group.gateway, group.head?.name, group.connections.length])).toEqual([
      ["a", undefined, 2],
      ["b", "b", 0],
    ]);
  });

  it("should not mix gateways of one name in two subscriptions", () => {
    expect(byGateway([target({}), target({ subscription: { id: "other", name: "other" } })])).toHaveLength(2);
  });

  it("should shorten only the name of a connection of that gateway", () => {
    expect(shortName({ name: "hq/branch", gateway: "hq" })).toBe("branch");
    expect(shortName({ name: "hq", gateway: "hq" })).toBe("hq");
  });
});

describe("diagnosis", () => {
  const finding = (change: Partial<Finding>): Finding => ({
    id: "Authentication",
    severity: "error",
    summary: "",
    evidence: [],
    recommendedActions: [],
    comparison: [],
    facts: {},
    ...change,
  });
  const diagnosis = (results: Finding[]): Diagnosis => ({
    code: "UnHealthy",
    target: "",
    results,
    notices: [],
    timeline: [],
    missing: [],
  });

  it("should make links of web addresses only", () => {
    expect(webAddress("https://learn.example/a b")).toBe("https://learn.example/a%20b");
    expect(webAddress("javascript:alert(1)")).toBeUndefined();
    expect(webAddress("data:text/html,x")).toBeUndefined();
    expect(webAddress("/relative")).toBeUndefined();
    expect(webAddress(undefined)).toBeUndefined();
  });

  it("should put the first action that leads somewhere in front", () => {
    const actions = [{ text: "think" }, { text: "read", uri: "https://learn.example/" }];
    expect(firstAction(diagnosis([finding({ recommendedActions: actions })]))?.text).toBe("read");
    expect(firstAction(diagnosis([finding({ recommendedActions: [{ text: "think" }] })]))?.text).toBe(
      "think",
    );
    expect(firstAction(diagnosis([]))).toBeUndefined();
  });

  it("should find every proof line of a file once, in order", () => {
    const proof = (file: string, line: number) => ({ file, line, text: "" });
    const results = [
      finding({ evidence: [proof("a", 9), proof("b", 1), proof("a", 2)] }),
      finding({ evidence: [proof("a", 9)] }),
    ];
    expect(proofLines(diagnosis(results), "a")).toEqual([2, 9]);
    expect(proofLines(undefined, "a")).toEqual([]);
  });
});

describe("small things", () => {
  it("should give roles what is theirs", () => {
    expect(may("viewer", "start")).toBe(false);
    expect(may("auditor", "start")).toBe(false);
    expect(may("auditor", "audit")).toBe(true);
    expect(may("operator", "upload")).toBe(true);
    expect(may("operator", "audit")).toBe(false);
    expect(may("admin", "audit")).toBe(true);
  });

  it("should list personas by tenant, from the least to the most powerful", () => {
    const persona = (tenant: string, role: "viewer" | "admin") => ({
      id: role,
      name: role,
      tenant,
      tenantName: tenant,
      role,
    });
    const groups = byTenant([persona("b", "admin"), persona("a", "admin"), persona("b", "viewer")]);
    expect(groups.map((group) => [group.tenant, group.personas.map((one) => one.role)])).toEqual([
      ["b", ["viewer", "admin"]],
      ["a", ["admin"]],
    ]);
  });

  it("should say how long ago in both languages", () => {
    const now = new Date("2026-11-23T12:00:00Z");
    const ago = (seconds: number, language: string) =>
      relativeTime(new Date(now.getTime() - seconds * 1000), now, language);
    expect(ago(3, "en")).toBe("now");
    expect(ago(3 * 3600 + 59 * 60, "en")).toBe("3 hours ago");
    expect(ago(90, "ko")).toBe("1분 전");
  });

  it("should say durations in two units at most", () => {
    expect(duration(420, "en")).toBe("420 ms");
    expect(duration(59_990, "en")).toBe("59.9 s");
    expect(duration(125_000, "en")).toBe("2 min 5 s");
    expect(duration(125_000, "ko")).toBe("2분 5초");
    expect(duration(3_720_000, "en")).toBe("1 h 2 min");
  });

  it("should say sizes like a file manager", () => {
    expect(size(12)).toBe("12 B");
    expect(size(4_300)).toBe("4.2 kB");
    expect(size(103_500_000)).toBe("99 MB");
  });

  it("should take both ends of a range of days whole", () => {
    const from = Date.parse(dayBounds("2026-11-23", false) ?? "");
    const to = Date.parse(dayBounds("2026-11-23", true) ?? "");
    expect(to - from).toBe(24 * 3_600_000);
    expect(dayBounds("yesterday", false)).toBeUndefined();
  });

  it("should put the bad news of a diff first, and the older run left", () => {
    const change = (kind: "CLEARED" | "APPEARED" | "WORSE") => ({ kind, id: kind });
    expect(
      inReadingOrder([change("CLEARED"), change("WORSE"), change("APPEARED")]).map((one) => one.kind),
    ).toEqual(["APPEARED", "WORSE", "CLEARED"]);
    expect(olderFirst({ id: "019ab0d1" }, { id: "019ab0d0" })).toEqual(["019ab0d0", "019ab0d1"]);
  });

  it("should know all causes that the server knows", () => {
    const declared = readFileSync(
      join(
        import.meta.dirname,
        "../../../backend/core/src/main/java/io/tunnelscope/core/diagnosis/Cause.java",
      ),
      "utf8",
    );
    const names = [...declared.matchAll(/^ {2}([A-Z][A-Z0-9_]+)\(Fault/gm)].map(([, name]) => name);
    expect(causes).toEqual(names);
  });

  it("should take the run for the older one that ended first, though it was asked for later", () => {
    const overtaken = { id: "019ab0d0", finishedAt: new Date("2026-11-23T08:05:00Z") };
    const other = { id: "019ab0d1", finishedAt: new Date("2026-11-23T08:01:00Z") };
    expect(olderFirst(overtaken, other)).toEqual([other.id, overtaken.id]);
  });

  it("should not call a run without a verdict healthy", () => {
    expect(outcomeOf({ state: "SUCCEEDED" })).toBe("Undetermined");
    expect(outcomeOf({ state: "RUNNING", cancelRequested: true })).toBe("STOPPING");
    expect(outcomeOf({ state: "CANCELLED", cancelRequested: true })).toBe("CANCELLED");
    expect(outcomeOf({ state: "FAILED", code: "Healthy" })).toBe("FAILED");
  });

  it("should count a run's work from its start, not from the queue", () => {
    const now = new Date(10_000);
    expect(workedFor({}, now)).toBeUndefined();
    expect(workedFor({ startedAt: new Date(4_000) }, now)).toBe(6_000);
    expect(workedFor({ startedAt: new Date(4_000), finishedAt: new Date(5_000) }, now)).toBe(1_000);
  });
});
