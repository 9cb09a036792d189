import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { SlackLink } from "../model/slack";
import { getJson, postJson, tenantPath } from "./client";
import { instant } from "./shapes";

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
