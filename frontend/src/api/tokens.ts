import { infiniteQueryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { permissions, roles } from "../model/role";
import type { NewToken, Token, TokenWish } from "../model/token";
import { getJson, postJson, queryString, remove, tenantPath } from "./client";
import { firstPage, instant, optional, page } from "./shapes";

const tokenJson: z.ZodMiniType<Token> = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(permissions)),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: optional(instant),
  createdBy: z.string(),
});

const newTokenJson: z.ZodMiniType<NewToken> = z.object({
  id: z.string(),
  name: z.string(),
  expiresAt: instant,
  token: z.string(),
});

const tokensJson = page(tokenJson);

export const tokensQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ["tokens", tenant],
    queryFn: ({ pageParam, signal }) =>
      getJson(`${tenantPath(tenant)}/tokens${queryString({ cursor: pageParam })}`, tokensJson, signal),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
  });

export function createToken(tenant: string, wish: TokenWish): Promise<NewToken> {
  return postJson(`${tenantPath(tenant)}/tokens`, wish, newTokenJson);
}

export function revokeToken(tenant: string, token: string): Promise<void> {
  return remove(`${tenantPath(tenant)}/tokens/${token}`);
}
