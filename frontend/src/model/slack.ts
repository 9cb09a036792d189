import type { Role } from "./role";

/** A user of Slack who waits to be somebody here. */
export interface SlackLink {
  workspace: string;
  slackUser: string;
  slackName: string;
  expiresAt: Date;
}

export const workspaceStates = ["active", "cut_off", "gone"] as const;
export type WorkspaceState = (typeof workspaceStates)[number];

export interface SlackWorkspace {
  id: string;
  name: string;
  /** Slack's ids; one of them is empty. */
  team: string;
  enterprise: string;
  state: WorkspaceState;
  installedBy: string;
  installedAt: Date;
  /** When the bot's token ends unless it is renewed. */
  endsAt?: Date;
  /** Slack's word for why it gives no further token: the app must be installed again. */
  renewalRefused?: string;
}

/** A channel whose members may see the tenant; nobody does more there than the ceiling may. */
export interface SlackChannel {
  workspace: string;
  channel: string;
  name: string;
  ceiling: Role;
  boundBy: string;
  boundAt: Date;
}

/** A message that reached nobody. */
export interface Undelivered {
  id: string;
  at: Date;
  channel: string;
  run?: string;
  why: string;
  text: string;
}

const day = 24 * 60 * 60 * 1000;

/** Whether the newest, which is the first, is worth a notice where people pass by. */
export function isLately(messages: readonly Undelivered[], now: Date): boolean {
  const newest = messages[0];
  return newest !== undefined && now.getTime() - newest.at.getTime() < day;
}

/** What came of an installation; the server names it in the address it returns to. */
export const installOutcomes = ["installed", "cancelled", "taken", "refused"] as const;
export type InstallOutcome = (typeof installOutcomes)[number];

export function isInstallOutcome(text: string | undefined): text is InstallOutcome {
  return installOutcomes.some((one) => one === text);
}

/** Slack's id of a channel: public, private or a direct message. */
export function isChannelId(text: string): boolean {
  return /^[CG][A-Z0-9]{6,20}$/.test(text);
}
