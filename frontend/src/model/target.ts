import type { Code, Severity } from "./diagnosis";
import { outcomeOf } from "./run";
import type { RunState } from "./run";

export interface Target {
  /** ARM id. */
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
  lastRun?: {
    id: string;
    state: RunState;
    code?: Code;
    fault?: string;
    severity?: Severity;
    finishedAt?: Date;
  };
  openRun?: { id: string; state: RunState };
  /** The half on the other gateway; of VNet2VNet connections only. */
  twin?: { id: string; name: string };
  /** The run that is pinned to compare others with. */
  baseline?: string;
  /** What people sort targets by; a value may be empty. */
  tags: Record<string, string>;
}

export const healths = [
  "unhealthy",
  "undetermined",
  "failed",
  "healthy",
  "running",
  "never",
  "unsupported",
] as const;
export type Health = (typeof healths)[number];

export function isHealth(text: string): text is Health {
  return healths.some((health) => health === text);
}

/** Whether a run may dial the tunnel, for those who want that. */
export function offersActive(target: { kind?: string; provider?: string }): boolean {
  return target.kind === "connection" && target.provider === "strongswan";
}

/** State at a glance. An open run does not hide the last verdict, unless there is none yet. */
export function healthOf(target: Target): Health {
  const last = target.lastRun;
  if (last) {
    switch (outcomeOf(last)) {
      case "Healthy":
        return "healthy";
      case "UnHealthy":
        return "unhealthy";
      case "Undetermined":
        return "undetermined";
      case "FAILED":
      case "CANCELLED":
        return "failed";
      case "QUEUED":
      case "RUNNING":
      case "STOPPING":
        return "running";
    }
  }
  if (target.openRun) return "running";
  return target.supported ? "never" : "unsupported";
}

export function countByHealth(targets: Target[]): Record<Health, number> {
  const counts: Record<Health, number> = {
    unhealthy: 0,
    undetermined: 0,
    failed: 0,
    healthy: 0,
    running: 0,
    never: 0,
    unsupported: 0,
  };
  for (const target of targets) counts[healthOf(target)] += 1;
  return counts;
}

export interface TargetGroup {
  gateway: string;
  /** Absent when the gateway itself is no target, or is filtered away. */
  head?: Target;
  connections: Target[];
}

/** Gateways in the order they come, each followed by its connections. */
export function byGateway(targets: Target[]): TargetGroup[] {
  const groups = new Map<string, TargetGroup>();
  for (const target of targets) {
    const key = `${target.subscription.id} ${target.gateway}`;
    const group = groups.get(key) ?? { gateway: target.gateway, connections: [] };
    groups.set(key, group);
    if (target.kind === "gateway") group.head = target;
    else group.connections.push(target);
  }
  return [...groups.values()];
}

/** `connection` of `gateway/connection`; the whole name for a gateway. */
export function shortName(target: Pick<Target, "name" | "gateway">): string {
  const head = `${target.gateway}/`;
  return target.name.startsWith(head) ? target.name.slice(head.length) : target.name;
}
