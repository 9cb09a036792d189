import { ApiDouble } from "./apiDouble";
import * as make from "./factories";
import type { RunJson, TargetJson } from "./factories";

const connectionFaults = [
  "NoFault",
  "Authentication",
  "PeerReachability",
  "IkePolicyMismatch",
  "ConnectionNotConfiguredOnGateway",
  "ConnectionMarkedStandby",
  "WfpParseError",
  "ConnectionEntityNotFound",
];
const gatewayFaults = ["NoFault", "GatewayCPUUsageExceeded", "PlannedMaintenance", "ConnectionsNotConnected"];

/** A double with enough in it to look at every page. */
export function sampleDouble(): ApiDouble {
  const double = new ApiDouble();
  double.pace = 900;
  double.role = null;
  const now = Date.now();
  let number = 100;

  const history = (name: string, fault: string, ageMinutes: number): RunJson[] => {
    const target = make.target({ name });
    return Array.from({ length: 9 }, (_, index) => {
      const queued = now - (ageMinutes + index * 190) * make.minute;
      const isBad = fault !== "NoFault" && index < 4;
      number += 1;
      return make.finishedRun({
        id: make.runId(9_000 - number),
        target: target.id,
        targetName: name,
        kind: target.kind,
        source: index % 3 === 0 ? "user" : "seed",
        requestedBy: { name: index % 2 === 0 ? "Olivia Operator" : "Ada Admin" },
        queuedAt: new Date(queued).toISOString(),
        startedAt: new Date(queued + 300).toISOString(),
        finishedAt: new Date(queued + 2_300 + index * 210).toISOString(),
        code: isBad ? "UnHealthy" : "Healthy",
        fault: isBad ? fault : "NoFault",
        severity: isBad ? "error" : "ok",
        changed: index === 3,
        ...(isBad
          ? { diagnosis: make.diagnosis({ results: [make.authenticationFinding({ id: fault })] }) }
          : {
              diagnosis: make.diagnosis({
                code: "Healthy",
                results: [
                  {
                    id: "NoFault",
                    cause: "HEALTHY",
                    severity: "ok",
                    certainty: "certain",
                    summary: "The tunnel is up and carries traffic.",
                    evidence: [],
                    recommendedActions: [],
                  },
                ],
                notices: [],
                missing: [],
              }),
              logs: [{ name: "ConnectionStats.txt", bytes: 412, lines: 9 }],
            }),
      });
    });
  };

  const add = (name: string, fault: string, age: number, change: Partial<TargetJson> = {}) => {
    const runs = history(name, fault, age);
    const last = runs[0];
    double.targets.push(
      make.target({
        name,
        ...(last
          ? {
              lastRun: {
                id: last.id,
                state: "SUCCEEDED",
                code: last.code,
                fault: last.fault,
                severity: last.severity,
                finishedAt: last.finishedAt,
              },
            }
          : {}),
        ...change,
      }),
    );
    double.runs.push(...runs);
  };

  connectionFaults.forEach((fault, index) => {
    add(`sim/${fault}`, fault, 4 + index * 37);
  });
  gatewayFaults.forEach((fault, index) => {
    add(`sim-${fault}`, fault, 9 + index * 51);
  });
  double.targets.push(
    make.target({ name: "sim/Slow" }),
    make.target({
      name: "er-seoul",
      type: "ExpressRoute",
      vpnType: undefined,
      supported: false,
      unsupportedReason:
        "ExpressRoute gateways cannot be troubleshot. Upload the logs of your router instead.",
    }),
  );
  const failed = make.run({
    id: make.runId(9_990),
    state: "FAILED",
    code: undefined,
    fault: undefined,
    severity: undefined,
    summary: undefined,
    changed: false,
    failure: { reason: "UNREACHABLE", detail: "The gateway did not answer within 60 s." },
    queuedAt: new Date(now - 50 * make.minute).toISOString(),
    startedAt: new Date(now - 49 * make.minute).toISOString(),
    finishedAt: new Date(now - 48 * make.minute).toISOString(),
  });
  double.runs.push(failed);
  double.runs.sort((a, b) => b.queuedAt.localeCompare(a.queuedAt));
  double.logs = {
    "IKELogs.txt": Array.from({ length: 1_400 }, (_, index) =>
      index === 41
        ? "11/23/2026 08:00:02.114 Remote 203.0.113.20:500: Local 198.51.100.4:500: [RECEIVED] IKE_AUTH notify AUTHENTICATION_FAILED"
        : index === 50
          ? "11/23/2026 08:00:02.300 peer id \u202egro.live\u202c \u0007 with \u001b[31mcolours\u001b[0m"
          : `11/23/2026 08:00:0${String(index % 10)}.${String(100 + (index % 800))} Remote 203.0.113.20:500: Local 198.51.100.4:500: [SEND] Network Packet sequence ${String(index)} length ${String(200 + (index % 90))}`,
    ),
    "ConnectionStats.txt": [
      "Connection : sim-Authentication",
      "Remote endpoint : 203.0.113.20",
      "Connectivity State : NotConnected",
      "Ingress bytes since last connected : 0",
      "Egress bytes since last connected : 0",
    ],
    "CPUStats.txt": ["Current CPU Usage : 14%", "Current Memory Available : 641 MBs"],
  };
  double.audit = Array.from({ length: 24 }, (_, index) => ({
    seq: 240 - index,
    at: new Date(now - index * 17 * make.minute).toISOString(),
    actor: { id: "u-1", name: index % 5 === 4 ? "Vera Viewer" : "Olivia Operator", kind: "person" },
    action: index % 5 === 4 ? "run.start" : index % 3 === 0 ? "session.start" : "run.start",
    object: index % 3 === 0 ? undefined : "sim/Authentication",
    result: index % 5 === 4 ? "denied" : "ok",
    ip: "127.0.0.1",
    agent: "Mozilla/5.0",
    requestId: `req-${String(index)}`,
    details: { target: "sim/Authentication" },
  }));
  fillSettings(double);
  const hour = 60 * make.minute;
  const fromNow = (milliseconds: number) => new Date(now + milliseconds).toISOString();
  double.schedules.items = [
    make.schedule({
      targets: "sim/Authentication",
      last: { due: fromNow(-hour), started: 1, busy: 0, refused: 0, skipped: 0 },
    }),
    make.schedule({
      id: "019ab0d0-0000-7000-a000-0000000000a2",
      targets: "tag:site:seoul",
      cron: "*/15 8-18 * * 1-5",
      description: "every 15 minutes every hour between 8 and 18 every day between Monday and Friday",
      jitterSeconds: 120,
      last: { due: fromNow(-0.25 * hour), started: 3, busy: 2, refused: 1, skipped: 0 },
    }),
    make.schedule({
      id: "019ab0d0-0000-7000-a000-0000000000a3",
      targets: "seoul-hq/*",
      cron: "30 6 * * *",
      description: "at 06:30",
      state: "PAUSED",
      startsAs: "Ada Admin",
      next: [],
      last: { due: fromNow(-40 * hour), started: 4, busy: 0, refused: 0, skipped: 0 },
    }),
    make.schedule({
      id: "019ab0d0-0000-7000-a000-0000000000a4",
      targets: "*",
      cron: "0 3 * * 0",
      description: "at 03:00 at Sunday day",
      missed: "once",
      state: "STOPPED",
      startsAs: "Gustav Gone",
      next: [],
      last: { due: fromNow(-200 * hour), started: 0, busy: 0, refused: 0, skipped: 0 },
    }),
  ];
  return double;
}

function fillSettings({ settings }: ApiDouble): void {
  settings.members = [
    make.member({ id: "u-1", name: "Ada Admin", role: "admin", mapped: false, subject: "contoso-admin" }),
    make.member({ id: "u-2", name: "Olivia Operator", role: "operator", subject: "contoso-operator" }),
    make.member({
      id: "u-3",
      name: "Aaron Auditor",
      role: "auditor",
      active: false,
      subject: "contoso-auditor",
    }),
  ];
  settings.mappings = [
    { value: "vpn-admins", role: "admin" },
    { value: "vpn-operators", role: "operator" },
    { value: "all-staff", role: "viewer" },
  ];
  settings.tokens = [
    make.token({ lastUsedAt: new Date(Date.now() - 3 * make.minute).toISOString() }),
    make.token({
      id: "019ab0d0-0000-7000-9000-0000000000b2",
      name: "az of the night shift",
      expiresAt: new Date(Date.now() + 5 * 1_440 * make.minute).toISOString(),
    }),
  ];
  settings.subscriptions = [
    make.subscription({ name: "contoso-production", queued: 2, running: 1 }),
    make.subscription({
      id: "019ab0d0-0000-7000-8000-0000000000a2",
      name: "Production in Azure",
      provider: "azure",
      azure: make.azureAccount(),
      storage: {
        accountId:
          "/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/network/providers/Microsoft.Storage/storageAccounts/vpnlogs",
        container: "https://vpnlogs.blob.core.windows.net/bundles",
      },
    }),
    make.subscription({
      id: "019ab0d0-0000-7000-8000-0000000000a3",
      name: "Branch offices",
      provider: "strongswan",
    }),
  ];
  settings.offer = { addresses: ["/run/charon.vici"], logFiles: ["/var/log/charon.log"] };
}
