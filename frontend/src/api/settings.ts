import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type {
  IdentityProvider,
  NewIdentityProvider,
  ProviderTest,
  TenantLimits,
  TenantSettings,
} from "../model/settings";
import { getJson, postJson, putJson, remove, tenantPath } from "./client";
import { instant, optional } from "./shapes";

const settingsJson: z.ZodMiniType<TenantSettings> = z.object({
  name: z.string(),
  language: z.enum(["en", "ko"]),
  timeZone: z.string(),
  runDays: optional(z.number()),
  bundleDays: z.number(),
  auditDays: z.number(),
  version: z.number(),
});

export const tenantSettingsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["tenant-settings", tenant],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/settings`, settingsJson, signal),
  });

const limit = z.object({ most: z.number(), now: z.number() });
const limitsJson: z.ZodMiniType<TenantLimits> = z.object({ queued: limit, running: limit });

export const tenantLimitsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["tenant-limits", tenant],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/limits`, limitsJson, signal),
  });

/** Refused as a conflict when they are not of the version any more that `settings` names. */
export function saveTenantSettings(tenant: string, settings: TenantSettings): Promise<TenantSettings> {
  return putJson(
    `${tenantPath(tenant)}/settings`,
    { ...settings, runDays: settings.runDays ?? null },
    settingsJson,
  );
}

const providerJson: z.ZodMiniType<IdentityProvider> = z.object({
  own: z.boolean(),
  issuer: optional(z.string()),
  clientId: optional(z.string()),
  scopes: optional(z.string()),
  roleClaim: optional(z.string()),
  redirectUri: optional(z.string()),
  clientSecret: z._default(z.boolean(), false),
  clientSecretSetAt: optional(instant),
});

export const identityProviderQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["identity-provider", tenant],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/identity-provider`, providerJson, signal),
  });

export function setIdentityProvider(
  tenant: string,
  provider: NewIdentityProvider,
): Promise<IdentityProvider> {
  return putJson(`${tenantPath(tenant)}/identity-provider`, provider, providerJson);
}

export function removeIdentityProvider(tenant: string): Promise<void> {
  return remove(`${tenantPath(tenant)}/identity-provider`);
}

const testJson: z.ZodMiniType<ProviderTest> = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({
      step: z.string(),
      ok: optional(z.boolean()),
      reason: optional(z.string()),
      text: optional(z.string()),
    }),
  ),
});

/** Asks the provider of that issuer; nothing is stored. */
export function testIdentityProvider(tenant: string, issuer: string): Promise<ProviderTest> {
  return postJson(`${tenantPath(tenant)}/identity-provider/test`, { issuer }, testJson);
}
