export const codes = ["Healthy", "UnHealthy", "Undetermined"] as const;
export type Code = (typeof codes)[number];

export const severities = ["ok", "warning", "transient", "error"] as const;
export type Severity = (typeof severities)[number];

export const certainties = ["certain", "likely", "possible"] as const;
export type Certainty = (typeof certainties)[number];

/** The faults of a gateway and of a connection, as the wire spells them, in the order people look for them. */
export const faults = [
  "NoFault",
  "Authentication",
  "PeerReachability",
  "IkePolicyMismatch",
  "ConnectionNotConfiguredOnGateway",
  "ConnectionIsMarkedDisconnected",
  "ConnectionMarkedStandby",
  "ConnectionEntityNotFound",
  "ConnectionsNotConnected",
  "NoConnectionsFoundForGateway",
  "GatewayCPUUsageExceeded",
  "GatewayNotFound",
  "ServiceNotRunning",
  "VipUnResponsive",
  "PlatformInActive",
  "PlannedMaintenance",
  "UserDrivenUpdate",
  "WfpParseError",
  "Undetermined",
] as const;
export type Fault = (typeof faults)[number];

export function isFault(text: string): text is Fault {
  return faults.some((fault) => fault === text);
}

/** What a fault comes from, as the wire and the findings name it; roots first. */
export const causes = [
  "GATEWAY_NOT_FOUND",
  "PLANNED_MAINTENANCE",
  "USER_UPDATE",
  "PLATFORM_INACTIVE",
  "SERVICE_NOT_RUNNING",
  "VIP_UNRESPONSIVE",
  "CONNECTION_NOT_FOUND",
  "MARKED_DISCONNECTED",
  "MARKED_STANDBY",
  "CONFIG_ERROR",
  "CONFIG_NOT_LOADED",
  "RESOURCE",
  "KERNEL_ERROR",
  "PEER_UNREACHABLE",
  "UDP4500_BLOCKED",
  "FRAGMENTATION",
  "IKE_VERSION_MISMATCH",
  "IKE_PROPOSAL_MISMATCH",
  "LOCAL_CONFIG_OTHER",
  "ID_MISMATCH",
  "AUTH_CERT",
  "AUTH_PSK_MISMATCH",
  "AUTH_EAP",
  "PFS_DH_MISMATCH",
  "ESP_PROPOSAL_MISMATCH",
  "TS_MISMATCH",
  "REKEY_FAILURE",
  "FLAPPING",
  "PEER_VANISHED",
  "SA_DELETED_BY_PEER",
  "TRAFFIC_ONE_WAY",
  "CPU_EXCEEDED",
  "NO_CONNECTIONS",
  "NOT_CONNECTED",
  "LOG_UNREADABLE",
  "UNDETERMINABLE",
  "HEALTHY",
] as const;

export interface Proof {
  file: string;
  line: number;
  text: string;
}

export interface Action {
  text: string;
  uri?: string;
  uriText?: string;
}

/** What two sides have in one field. */
export interface ComparedField {
  field: string;
  label: string;
  /** Of the side that wrote the log. */
  ours: string[];
  theirs: string[];
}

export const directions = ["sent", "received", "none"] as const;
export type Direction = (typeof directions)[number];

/** A step of the negotiation that the root cause is about. */
export interface NegotiationStep {
  at?: Date;
  direction: Direction;
  /** As RFC 7296 or RFC 2409 names it; absent when the log does not tell. */
  exchange?: string;
  text: string;
  detail?: string;
  file: string;
  line: number;
}

export interface Finding {
  /** The fault; a string, since a newer server may know more faults than this page. */
  id: string;
  cause?: string;
  severity: Severity;
  certainty?: Certainty;
  summary: string;
  detail?: string;
  evidence: Proof[];
  recommendedActions: Action[];
  comparison: ComparedField[];
  /** Details by name, in no language. */
  facts: Record<string, string>;
}

/** Something worth knowing that is not a fault. */
export interface Notice extends Omit<Finding, "id" | "severity"> {
  severity?: Severity;
}

export interface Diagnosis {
  startTime?: Date;
  endTime?: Date;
  code: Code;
  target: string;
  severity?: Severity;
  results: Finding[];
  notices: Notice[];
  /** Up to where it stopped. */
  timeline: NegotiationStep[];
  missing: { probe: string; why: string }[];
}

/** Links come from data that travelled: only web addresses become links, anything else is shown as text. */
export function webAddress(uri: string | undefined): string | undefined {
  if (uri === undefined) return undefined;
  try {
    const url = new URL(uri);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The action to show large: the first one of the root cause that leads somewhere, else its first one. */
export function firstAction(diagnosis: Diagnosis): Action | undefined {
  const actions = diagnosis.results[0]?.recommendedActions ?? [];
  return actions.find((action) => webAddress(action.uri) !== undefined) ?? actions[0];
}

/** Whether the two sides have a value in common, or both have none. */
export function agrees({ ours, theirs }: ComparedField): boolean {
  return (ours.length === 0 && theirs.length === 0) || ours.some((value) => theirs.includes(value));
}

/** Lines of one log file that some finding or notice points at, ascending, each once. */
export function proofLines(diagnosis: Diagnosis | undefined, file: string): number[] {
  if (!diagnosis) return [];
  const lines = [...diagnosis.results, ...diagnosis.notices]
    .flatMap((finding) => finding.evidence)
    .filter((proof) => proof.file === file)
    .map((proof) => proof.line);
  return [...new Set(lines)].sort((a, b) => a - b);
}
