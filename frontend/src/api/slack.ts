import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { roles } from "../model/role";
import type { Role } from "../model/role";
import { workspaceStates } from "../model/slack";
import type { SlackChannel, SlackLink, SlackWorkspace, Undelivered } from "../model/slack";
import { getJson, postJson, putJson, queryString, remove, tenantPath } from "./client";
import { firstPage, instant, optional, page } from "./shapes";

const linkJson: z.ZodMiniType<SlackLink> = z.object({
  workspace: z.string(),
  slackUser: z.string(),
  slackName: z.string(),
  expiresAt: instant,
});

function pathOf(tenant: string, code: string): string {
  return `${tenantPath(tenant)}/slack/links/${encodeURIComponent(code)}`;
}

/** Whom a link would make the reader; asked once, since it serves once. */
export const slackLinkQuery = (tenant: string, code: string) =>
  queryOptions({
    queryKey: ["slack-link", tenant, code],
    queryFn: ({ signal }) => getJson(pathOf(tenant, code), linkJson, signal),
    staleTime: Infinity,
  });

export function confirmSlackLink(tenant: string, code: string): Promise<SlackLink> {
  return postJson(pathOf(tenant, code), {}, linkJson);
}

const workspacesJson: z.ZodMiniType<{ items: SlackWorkspace[]; installable: boolean }> = z.object({
  installable: z.boolean(),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      team: z.string(),
      enterprise: z.string(),
      state: z.enum(workspaceStates),
      installedBy: z.string(),
      installedAt: instant,
      endsAt: optional(instant),
      renewalRefused: optional(z.string()),
    }),
  ),
});

export const slackWorkspacesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["slack-workspaces", tenant],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/slack/workspaces`, workspacesJson, signal),
  });

/** Wipes its tokens at once; only a new installation brings it back. */
export function cutOffWorkspace(tenant: string, workspace: string): Promise<void> {
  return remove(`${tenantPath(tenant)}/slack/workspaces/${workspace}`);
}

/** Where Slack asks an admin of a workspace to let the bot in: a page, not a call. */
export function installAddress(tenant: string): string {
  return `/slack/install${queryString({ tenant })}`;
}

/** What a Slack app of this installation must look like, as a file to be pasted into Slack. */
export function manifestAddress(tenant: string): string {
  return `${tenantPath(tenant)}/slack/manifest`;
}

const channelJson: z.ZodMiniType<SlackChannel> = z.object({
  workspace: z.string(),
  channel: z.string(),
  name: z.string(),
  ceiling: z.enum(roles),
  boundBy: z.string(),
  boundAt: instant,
});

const channelsJson = z.object({ items: z.array(channelJson) });

export const slackChannelsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["slack-channels", tenant],
    queryFn: ({ signal }) => getJson(`${tenantPath(tenant)}/slack/channels`, channelsJson, signal),
  });

function channelPath(tenant: string, workspace: string, channel: string): string {
  return `${tenantPath(tenant)}/slack/channels/${workspace}/${encodeURIComponent(channel)}`;
}

/** Lets a channel see the tenant, or changes what may be done there. */
export function bindChannel(
  tenant: string,
  wish: { workspace: string; channel: string; name: string; ceiling: Role },
): Promise<SlackChannel> {
  const { workspace, channel, name, ceiling } = wish;
  return putJson(channelPath(tenant, workspace, channel), { name, ceiling }, channelJson);
}

export function unbindChannel(tenant: string, workspace: string, channel: string): Promise<void> {
  return remove(channelPath(tenant, workspace, channel));
}

const undeliveredJson = page(
  z.object({
    id: z.string(),
    at: instant,
    channel: z.string(),
    run: optional(z.string()),
    why: z.string(),
    text: z.string(),
  }) satisfies z.ZodMiniType<Undelivered>,
);

export const undeliveredQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ["slack-undelivered", tenant],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/slack/undelivered${queryString({ cursor: pageParam })}`,
        undeliveredJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
  });
