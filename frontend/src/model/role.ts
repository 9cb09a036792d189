/** What a member may do in a tenant. The server decides; this only spares people buttons that would be refused. */
export const roles = ["viewer", "operator", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

export type Deed = "start" | "cancel" | "upload" | "audit" | "see-members" | "manage";

const allowed: Record<Role, readonly Deed[]> = {
  viewer: [],
  operator: ["start", "cancel", "upload"],
  auditor: ["audit", "see-members"],
  admin: ["start", "cancel", "upload", "audit", "see-members", "manage"],
};

export function may(role: Role, deed: Deed): boolean {
  return allowed[role].includes(deed);
}

/** What the server asks for, route by route; scopes of API tokens are called so too. */
export const permissions = ["read", "start", "audit", "settings"] as const;
export type Permission = (typeof permissions)[number];

export interface RolePermissions {
  role: Role;
  permissions: Permission[];
}

export interface Membership {
  tenant: string;
  tenantName: string;
  role: Role;
}

export interface Session {
  person: { id: string; name: string };
  csrf: string;
  memberships: Membership[];
  demo: boolean;
}

export interface Persona {
  id: string;
  name: string;
  tenant: string;
  tenantName: string;
  role: Role;
}

/** Personas by tenant, in the order the tenants first appear. */
export function byTenant(personas: Persona[]): { tenant: string; tenantName: string; personas: Persona[] }[] {
  const groups = new Map<string, { tenant: string; tenantName: string; personas: Persona[] }>();
  for (const persona of personas) {
    const group = groups.get(persona.tenant);
    if (group) group.personas.push(persona);
    else
      groups.set(persona.tenant, {
        tenant: persona.tenant,
        tenantName: persona.tenantName,
        personas: [persona],
      });
  }
  for (const group of groups.values()) {
    group.personas.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  }
  return [...groups.values()];
}

/** Why somebody was sent back to the sign-in page. */
export const signInProblems = [
  "failed",
  "expired",
  "unavailable",
  "denied",
  "not-a-member",
  "not-set-up",
] as const;
export type SignInProblem = (typeof signInProblems)[number];
