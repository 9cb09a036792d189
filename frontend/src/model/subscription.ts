export const clouds = ["public", "usgov", "china", "custom"] as const;
export type Cloud = (typeof clouds)[number];

export interface AzureAccount {
  cloud: Cloud;
  /** Of a custom cloud. */
  authority?: string;
  resourceManager?: string;
  /** As Azure numbers it. */
  subscription: string;
  directory: string;
  clientId: string;
  /** Absent when no secret is stored. */
  secretSetAt?: Date;
}

export interface Storage {
  accountId: string;
  container: string;
  /** Absent when no key is stored: Azure is asked for it. */
  keySetAt?: Date;
}

export interface Subscription {
  id: string;
  name: string;
  provider: string;
  queued: number;
  running: number;
  parked: boolean;
  azure?: AzureAccount;
  storage?: Storage;
}

/** Who acts in Azure. The secret goes to the server and never comes back. */
export interface AzureCredential {
  directory: string;
  clientId: string;
  clientSecret: string;
}

export interface NewSubscription {
  name: string;
  provider: "azure" | "strongswan";
  azure?: AzureCredential & {
    subscription: string;
    cloud?: Exclude<Cloud, "custom">;
    authority?: string;
    resourceManager?: string;
  };
}

export interface NewStorage {
  accountId: string;
  container: string;
  key?: string;
}

/** What the node that answers may open for this tenant. */
export interface AddressOffer {
  addresses: string[];
  logFiles: string[];
}

export interface NewGateway {
  gateway: string;
  address: string;
  logFile?: string;
}

export interface WhyNot {
  reason: string;
  detail: string;
}

/** What one gateway said of its connections, or why it said nothing. */
export interface Discovery {
  id: string;
  gateway: string;
  connections: string[];
  added: string[];
  notLoaded: string[];
  ignored: number;
  failure?: WhyNot;
}

/** What came of asking all gateways of a subscription. */
export interface DiscoveryRound {
  items: Discovery[];
  gatewaysAdded: string[];
  gatewaysGone: string[];
  ignored: number;
  failure?: WhyNot;
}

/** Whether something stands in the way of troubleshooting; "waiting": nothing to troubleshoot is known yet. */
export function isComplete(subscription: Subscription): boolean {
  return subscription.provider !== "azure" || subscription.azure?.secretSetAt !== undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text.trim());
}

/** What a gateway may be called, as in resource ids. */
export function isGatewayName(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._()~ -]{0,79}$/u.test(text);
}

export function isHttpsAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}
