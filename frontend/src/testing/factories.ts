/** Answers of the API as they travel (JSON), with sensible members; a test names only what it is about. */

export const minute = 60_000;
const epoch = Date.parse("2026-11-23T08:00:00Z");

export function at(millisecondsAfter: number): string {
  return new Date(epoch + millisecondsAfter).toISOString();
}

export function armId(kind: "gateway" | "connection", name: string): string {
  const type = kind === "gateway" ? "virtualNetworkGateways" : "connections";
  return `/subscriptions/6f1d2a7e-0c0b-4c39-9a55-3f5de1c00001/resourceGroups/network/providers/Microsoft.Network/${type}/${name}`;
}

export interface TargetJson {
  id: string;
  name: string;
  gateway: string;
  kind: "gateway" | "connection";
  type: string;
  vpnType?: string;
  supported: boolean;
  unsupportedReason?: string;
  provider: string;
  subscription: { id: string; name: string };
  location?: string;
  lastRun?: object;
  openRun?: { id: string; state: string };
  twin?: { id: string; name: string };
  baseline?: string;
  tags: Record<string, string>;
}

export function target(change: Partial<TargetJson> = {}): TargetJson {
  const name = change.name ?? "sim/Authentication";
  const kind = change.kind ?? (name.includes("/") ? "connection" : "gateway");
  return {
    id: armId(kind, name.replace("/", "-")),
    name,
    gateway: name.split("/")[0] ?? name,
    kind,
    type: kind === "gateway" ? "Vpn" : "IPsec",
    ...(kind === "gateway" ? { vpnType: "RouteBased", location: "koreacentral" } : {}),
    supported: true,
    provider: "simulated",
    subscription: { id: "sub-1", name: "contoso-production" },
    tags: {},
    ...change,
  };
}

export interface RunJson {
  id: string;
  target: string;
  targetName: string;
  kind: string;
  state: string;
  source: string;
  requestedBy: { id?: string; name: string };
  queuedAt: string;
  startedAt?: string;
  finishedAt?: string;
  cancelRequested?: boolean;
  code?: string;
  severity?: string;
  fault?: string;
  cause?: string;
  summary?: string;
  changed?: boolean;
  failure?: { reason: string; detail: string };
  provider?: string;
  subscription?: { id: string; name: string };
  active?: boolean;
  attempt?: number;
  waiting?: { reason: string; text: string };
  expectedStart?: string;
  previousRun?: string;
  diagnosis?: object;
  logs?: { name: string; bytes: number; lines: number }[];
  bundle?: { bytes: number };
  diff?: object;
}

export function runId(number: number): string {
  return `019ab0d0-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** A finished run that found an authentication failure. */
export function run(change: Partial<RunJson> = {}): RunJson {
  return {
    id: runId(1),
    target: armId("connection", "sim-Authentication"),
    targetName: "sim/Authentication",
    kind: "connection",
    state: "SUCCEEDED",
    source: "user",
    requestedBy: { id: "u-1", name: "Olivia Operator" },
    queuedAt: at(0),
    startedAt: at(200),
    finishedAt: at(4_320),
    code: "UnHealthy",
    severity: "error",
    fault: "Authentication",
    cause: "AUTH_PSK_MISMATCH",
    summary: "The two gateways hold different pre-shared keys.",
    changed: true,
    ...change,
  };
}

export function authenticationFinding(change: object = {}): object {
  return {
    id: "Authentication",
    cause: "AUTH_PSK_MISMATCH",
    severity: "error",
    certainty: "certain",
    summary: "The two gateways hold different pre-shared keys.",
    detail:
      "The IKE_AUTH exchange was answered with AUTHENTICATION_FAILED, three times in a row, right after a successful IKE_SA_INIT. The peer at 203.0.113.20 could decrypt the message, so the proposal agrees; the key does not.",
    evidence: [
      {
        file: "IKELogs.txt",
        line: 42,
        text: "11/23/2026 08:00:02.114 Remote 203.0.113.20:500: Local 198.51.100.4:500: [RECEIVED] IKE_AUTH notify AUTHENTICATION_FAILED",
      },
      {
        file: "ConnectionStats.txt",
        line: 3,
        text: "Connectivity State : NotConnected",
      },
    ],
    recommendedActions: [
      {
        actionText:
          "Compare the shared key of the connection with the one on your device, and set both anew.",
        actionUri:
          "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-troubleshoot-site-to-site-cannot-connect",
        actionUriText: "Check the shared key",
      },
      {
        actionText: "Look for the same error in the log of your device.",
        actionUri: "https://example.com/device-logs",
      },
    ],
    ...change,
  };
}

export function diagnosis(change: object = {}): object {
  return {
    startTime: at(200),
    endTime: at(4_320),
    code: "UnHealthy",
    target: armId("connection", "sim-Authentication"),
    severity: "error",
    results: [authenticationFinding()],
    notices: [
      {
        cause: "NAT_IN_PATH",
        certainty: "certain",
        summary: "There is a NAT between the gateways.",
        detail: "Both sides moved to UDP port 4500.",
        evidence: [{ file: "IKELogs.txt", line: 17, text: "NAT detected, switching to port 4500" }],
        recommendedActions: [],
      },
    ],
    missing: [{ probe: "cpu", why: "The gateway did not answer the CPU probe within 2 s." }],
    ...change,
  };
}

export function diff(change: object = {}): object {
  return {
    from: runId(0),
    to: runId(1),
    fromRun: {
      id: runId(0),
      target: armId("connection", "sim-Authentication"),
      finishedAt: at(-90 * minute),
      code: "Healthy",
    },
    toRun: {
      id: runId(1),
      target: armId("connection", "sim-Authentication"),
      finishedAt: at(4_320),
      code: "UnHealthy",
    },
    changed: true,
    changes: [
      {
        kind: "APPEARED",
        id: "Authentication",
        cause: "AUTH_PSK_MISMATCH",
        summary: "The two gateways hold different pre-shared keys.",
        after: "The peer refuses the pre-shared key.",
      },
      {
        kind: "CLEARED",
        id: "PeerReachability",
        cause: "PEER_UNREACHABLE",
        summary: "The peer answers again.",
        before: "No answer from 203.0.113.20.",
      },
    ],
    ...change,
  };
}

export function finishedRun(change: Partial<RunJson> = {}): RunJson {
  return run({
    provider: "simulated",
    subscription: { id: "sub-1", name: "contoso-production" },
    active: false,
    attempt: 1,
    previousRun: runId(0),
    diagnosis: diagnosis(),
    logs: [
      { name: "ConnectionStats.txt", bytes: 412, lines: 9 },
      { name: "CPUStats.txt", bytes: 96, lines: 2 },
      { name: "IKELogs.txt", bytes: 184_320, lines: 1_400 },
    ],
    bundle: { bytes: 31_204 },
    diff: diff(),
    ...change,
  });
}

export function session(role: string, tenants: { tenant: string; tenantName: string }[] = [contoso]): object {
  return {
    person: { id: "u-1", name: "Olivia Operator" },
    csrf: "csrf-of-this-session",
    memberships: tenants.map((tenant) => ({ ...tenant, role })),
    demo: true,
  };
}

export const contoso = { tenant: "contoso", tenantName: "Contoso" };
export const fabrikam = { tenant: "fabrikam", tenantName: "Fabrikam" };

export function problem(slug: string, status: number, detail: string, more: object = {}): Response {
  const body = {
    type: `/problems/${slug}`,
    title: slug,
    status,
    detail,
    requestId: "req-7",
    errors: [],
    ...more,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

export interface MemberJson {
  id: string;
  name: string;
  role: string;
  active: boolean;
  mapped: boolean;
  issuer: string;
  subject: string;
}

export function member(change: Partial<MemberJson> = {}): MemberJson {
  return {
    id: "u-1",
    name: "Olivia Operator",
    role: "operator",
    active: true,
    mapped: true,
    issuer: "https://login.contoso.example",
    subject: "00u1a2b3c4",
    ...change,
  };
}

export interface TokenJson {
  id: string;
  name: string;
  role: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt?: string;
  createdBy: string;
}

export function token(change: Partial<TokenJson> = {}): TokenJson {
  return {
    id: "019ab0d0-0000-7000-9000-000000000001",
    name: "nightly check",
    role: "operator",
    scopes: ["read", "start"],
    createdAt: at(0),
    expiresAt: new Date(Date.now() + 60 * 86_400_000).toISOString(),
    createdBy: "Ada Admin",
    ...change,
  };
}

export interface ScheduleJson {
  id: string;
  version: number;
  targets: string;
  cron: string;
  description: string;
  timeZone: string;
  jitterSeconds: number;
  missed: string;
  active: boolean;
  state: string;
  startsAs: string;
  createdAt: string;
  next: string[];
  stoppedBecause?: string;
  last?: { due: string; started: number; busy: number; refused: number; skipped: number };
}

/** The next three hours from now on. */
export function nextTimes(): string[] {
  return [1, 2, 3].map((hours) => new Date(Date.now() + hours * 60 * minute).toISOString());
}

export function schedule(change: Partial<ScheduleJson> = {}): ScheduleJson {
  return {
    id: "019ab0d0-0000-7000-a000-000000000001",
    version: 1,
    targets: "sim/Authentication",
    cron: "0 * * * *",
    description: "every hour",
    timeZone: "Asia/Seoul",
    jitterSeconds: 0,
    missed: "skip",
    active: false,
    state: "ON",
    startsAs: "Olivia Operator",
    createdAt: at(0),
    next: nextTimes(),
    ...change,
  };
}

export interface SubscriptionJson {
  id: string;
  name: string;
  provider: string;
  azureSubscriptionId: string;
  queued: number;
  running: number;
  parked: boolean;
  azure?: Record<string, unknown>;
  storage?: Record<string, unknown>;
}

export function subscription(change: Partial<SubscriptionJson> = {}): SubscriptionJson {
  return {
    id: "019ab0d0-0000-7000-8000-0000000000a1",
    name: "Simulated",
    provider: "simulated",
    azureSubscriptionId: "6f1d2a7e-0c0b-4c39-9a55-3f5de1c00001",
    queued: 0,
    running: 0,
    parked: false,
    ...change,
  };
}

export function azureAccount(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cloud: "public",
    subscription: "33333333-3333-4333-8333-333333333333",
    directory: "11111111-1111-4111-8111-111111111111",
    clientId: "22222222-2222-4222-8222-222222222222",
    secretSetAt: at(0),
    ...change,
  };
}

export interface TenantSettingsJson {
  name: string;
  language: string;
  timeZone: string;
  runDays: number | null;
  bundleDays: number;
  auditDays: number;
  version: number;
}

export function tenantSettings(change: Partial<TenantSettingsJson> = {}): TenantSettingsJson {
  return {
    name: "Contoso",
    language: "en",
    timeZone: "Asia/Seoul",
    runDays: null,
    bundleDays: 400,
    auditDays: 400,
    version: 1,
    ...change,
  };
}

export const rolePermissions = [
  { role: "viewer", permissions: ["read"] },
  { role: "operator", permissions: ["read", "start"] },
  { role: "auditor", permissions: ["read", "audit"] },
  { role: "admin", permissions: ["read", "start", "audit", "settings"] },
];
