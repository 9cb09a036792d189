import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import type { Member, RoleMapping } from "../model/member";
import { permissions, roles } from "../model/role";
import type { Role, RolePermissions } from "../model/role";
import { getJson, patchJson, putJson, queryString, remove, tenantPath } from "./client";
import { firstPage, page } from "./shapes";

const memberJson: z.ZodMiniType<Member> = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  active: z.boolean(),
  mapped: z.boolean(),
  issuer: z.string(),
  subject: z.string(),
});

const membersJson = page(memberJson);

export const membersQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ["members", tenant],
    queryFn: ({ pageParam, signal }) =>
      getJson(
        `${tenantPath(tenant)}/members${queryString({ cursor: pageParam, limit: 100 })}`,
        membersJson,
        signal,
      ),
    initialPageParam: firstPage,
    getNextPageParam: (last) => last.next,
  });

export function changeMember(
  tenant: string,
  member: string,
  change: { role?: Role; active?: boolean },
): Promise<Member> {
  return patchJson(`${tenantPath(tenant)}/members/${member}`, change, memberJson);
}

export function removeMember(tenant: string, member: string): Promise<void> {
  return remove(`${tenantPath(tenant)}/members/${member}`);
}

const rolesJson: z.ZodMiniType<{ items: RolePermissions[] }> = z.object({
  items: z.array(z.object({ role: z.enum(roles), permissions: z.array(z.enum(permissions)) })),
});

/** The permission table of the server. It changes with the server's version alone. */
export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async ({ signal }) => (await getJson("/api/v1/roles", rolesJson, signal)).items,
  staleTime: 600_000,
});

const mappingsJson: z.ZodMiniType<{ items: RoleMapping[] }> = z.object({
  items: z.array(z.object({ value: z.string(), role: z.enum(roles) })),
});

export const roleMappingsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["role-mappings", tenant],
    queryFn: async ({ signal }) =>
      (await getJson(`${tenantPath(tenant)}/role-mappings`, mappingsJson, signal)).items,
  });

export async function setRoleMappings(tenant: string, items: RoleMapping[]): Promise<RoleMapping[]> {
  return (await putJson(`${tenantPath(tenant)}/role-mappings`, { items }, mappingsJson)).items;
}
