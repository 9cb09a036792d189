import type { Deed } from "./role";

export const sections = [
  "general",
  "members",
  "roles",
  "sign-in",
  "identity-provider",
  "tokens",
  "subscriptions",
  "slack",
] as const;
export type Section = (typeof sections)[number];

/** What one must be allowed to do to see a section; the others are open to every member. */
export const sectionNeeds: Partial<Record<Section, Deed>> = {
  members: "see-members",
  "sign-in": "manage",
  "identity-provider": "manage",
  tokens: "manage",
};

/** How a tenant is called and how long it keeps what. */
export interface TenantSettings {
  name: string;
  language: "en" | "ko";
  /** IANA name. */
  timeZone: string;
  /** Undefined: finished runs are kept for ever. */
  runDays?: number;
  bundleDays: number;
  auditDays: number;
  /** Which version these are; a change names the one it was made on. */
  version: number;
}

/** How much there may be at once, and is now. */
export interface Limit {
  most: number;
  now: number;
}

/** What a tenant may have of the queue of runs. */
export interface TenantLimits {
  queued: Limit;
  running: Limit;
}

export type Retention = "runDays" | "bundleDays" | "auditDays";

/** Least and most days that each kind of thing is kept. */
export const retentionBounds: Record<Retention, [number, number]> = {
  runDays: [30, 3650],
  bundleDays: [1, 3650],
  auditDays: [90, 2557],
};

/** Whether something that is kept now would be removed. */
export function keepsLess(before: TenantSettings, after: TenantSettings): boolean {
  const days = (settings: TenantSettings, kind: Retention) => settings[kind] ?? Number.POSITIVE_INFINITY;
  return (["runDays", "bundleDays", "auditDays"] as const).some(
    (kind) => days(after, kind) < days(before, kind),
  );
}

/** Whom a tenant believes about its people. */
export interface IdentityProvider {
  /** False: the one of the installation is used. */
  own: boolean;
  issuer?: string;
  clientId?: string;
  scopes?: string;
  roleClaim?: string;
  /** What to register at the provider. */
  redirectUri?: string;
  /** Whether a secret is stored; its text is told to nobody. */
  clientSecret: boolean;
  clientSecretSetAt?: Date;
}

export interface NewIdentityProvider {
  issuer: string;
  clientId: string;
  scopes: string;
  roleClaim: string;
  /** Absent: the one that is stored stays. Null: none from now on. */
  clientSecret?: string | null;
}

/** What came of asking a provider, step by step. */
export interface ProviderTest {
  ok: boolean;
  steps: ProviderTestStep[];
}

export interface ProviderTestStep {
  step: string;
  /** Undefined: not reached. */
  ok?: boolean;
  reason?: string;
  text?: string;
}
