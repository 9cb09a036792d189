export const auditResults = ["ok", "denied", "failed"] as const;
export type AuditResult = (typeof auditResults)[number];

export interface AuditEntry {
  seq: number;
  at: Date;
  actor: { id?: string; name: string; kind?: string; onBehalfOf?: string };
  action: string;
  object?: string;
  result: string;
  ip?: string;
  agent?: string;
  requestId?: string;
  details?: unknown;
}
