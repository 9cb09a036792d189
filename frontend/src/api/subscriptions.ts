import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { clouds } from "../model/subscription";
import type {
  AddressOffer,
  AzureCredential,
  Discovery,
  DiscoveryRound,
  NewGateway,
  NewStorage,
  NewSubscription,
  Subscription,
} from "../model/subscription";
import { getJson, postJson, put, remove, tenantPath } from "./client";
import { instant, listOf, optional } from "./shapes";

const subscriptionJson: z.ZodMiniType<Subscription> = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  queued: z.number(),
  running: z.number(),
  parked: z._default(z.boolean(), false),
  azure: optional(
    z.object({
      cloud: z.enum(clouds),
      authority: optional(z.string()),
      resourceManager: optional(z.string()),
      subscription: z.string(),
      directory: z.string(),
      clientId: z.string(),
      secretSetAt: optional(instant),
    }),
  ),
  storage: optional(z.object({ accountId: z.string(), container: z.string(), keySetAt: optional(instant) })),
});

const subscriptionsJson: z.ZodMiniType<{ items: Subscription[] }> = z.object({
  items: z.array(subscriptionJson),
});

/** All of them: a tenant has at most 200. */
export const subscriptionsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["subscriptions", tenant],
    queryFn: async ({ signal }) =>
      (await getJson(`${tenantPath(tenant)}/subscriptions`, subscriptionsJson, signal)).items,
  });

export function addSubscription(tenant: string, wanted: NewSubscription): Promise<Subscription> {
  return postJson(`${tenantPath(tenant)}/subscriptions`, wanted, subscriptionJson);
}

function pathOf(tenant: string, subscription: string): string {
  return `${tenantPath(tenant)}/subscriptions/${subscription}`;
}

export function replaceCredential(
  tenant: string,
  subscription: string,
  credential: AzureCredential,
): Promise<void> {
  return put(`${pathOf(tenant, subscription)}/credential`, credential);
}

export function removeCredential(tenant: string, subscription: string): Promise<void> {
  return remove(`${pathOf(tenant, subscription)}/credential`);
}

export function putStorage(tenant: string, subscription: string, storage: NewStorage): Promise<void> {
  return put(`${pathOf(tenant, subscription)}/storage`, storage);
}

export function removeStorage(tenant: string, subscription: string): Promise<void> {
  return remove(`${pathOf(tenant, subscription)}/storage`);
}

/** With its gateways, connections and secrets; refused while a run of it is open. */
export function deleteSubscription(tenant: string, subscription: string): Promise<void> {
  return remove(pathOf(tenant, subscription));
}

const offerJson: z.ZodMiniType<AddressOffer> = z.object({
  addresses: z.array(z.string()),
  logFiles: z.array(z.string()),
});

/** What may be added to a strongSwan subscription. */
export const addressesQuery = (tenant: string, subscription: string) =>
  queryOptions({
    queryKey: ["addresses", tenant, subscription],
    queryFn: ({ signal }) => getJson(`${pathOf(tenant, subscription)}/addresses`, offerJson, signal),
  });

const whyNot = z.object({ reason: z.string(), detail: z.string() });

const discoveryJson: z.ZodMiniType<Discovery> = z.object({
  id: z.string(),
  gateway: z.string(),
  connections: listOf(z.string()),
  added: listOf(z.string()),
  notLoaded: listOf(z.string()),
  ignored: z._default(z.number(), 0),
  failure: optional(whyNot),
});

const roundJson: z.ZodMiniType<DiscoveryRound> = z.object({
  items: z.array(discoveryJson),
  gatewaysAdded: listOf(z.string()),
  gatewaysGone: listOf(z.string()),
  ignored: z._default(z.number(), 0),
  failure: optional(whyNot),
});

const addedJson = z.object({ discovery: discoveryJson });

/** Adds a strongSwan gateway and asks it at once; it is added even when it does not answer. */
export async function addGateway(
  tenant: string,
  subscription: string,
  gateway: NewGateway,
): Promise<Discovery> {
  return (await postJson(`${pathOf(tenant, subscription)}/targets`, gateway, addedJson)).discovery;
}

/** Asks the gateways, or Azure; takes up to 25 s. */
export function discover(tenant: string, subscription: string): Promise<DiscoveryRound> {
  return postJson(`${pathOf(tenant, subscription)}/targets/discover`, undefined, roundJson);
}
