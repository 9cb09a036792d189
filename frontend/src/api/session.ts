import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { roles } from "../model/role";
import type { Persona, Session } from "../model/role";
import { getJson, NotSignedIn, post, postJson, postMaybe, queryString, rememberCsrf } from "./client";

const sessionJson: z.ZodMiniType<Session> = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  csrf: z.string(),
  memberships: z.array(z.object({ tenant: z.string(), tenantName: z.string(), role: z.enum(roles) })),
  demo: z._default(z.boolean(), false),
});

const personasJson: z.ZodMiniType<{ items: Persona[] }> = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tenant: z.string(),
      tenantName: z.string(),
      role: z.enum(roles),
    }),
  ),
});

const endedJson: z.ZodMiniType<{ next: string }> = z.object({ next: z.string() });
const switchedJson: z.ZodMiniType<{ csrf: string }> = z.object({ csrf: z.string() });

/** Who is signed in; null when nobody is. The CSRF token is kept for later requests. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      const session = await getJson("/api/v1/session", sessionJson, signal);
      rememberCsrf(session.csrf);
      return session;
    } catch (error) {
      if (!(error instanceof NotSignedIn)) throw error;
      rememberCsrf(undefined);
      return null;
    }
  },
  staleTime: 60_000,
});

export const personasQuery = queryOptions({
  queryKey: ["personas"],
  queryFn: async ({ signal }) => (await getJson("/api/v1/demo/personas", personasJson, signal)).items,
});

export async function signInAs(persona: string): Promise<void> {
  await post("/api/v1/demo/sign-in", { persona });
}

/** Ends the session; where the browser signs out of the identity provider too, if it offers that. */
export async function signOut(): Promise<string | undefined> {
  const ended = await postMaybe("/api/v1/session/logout", undefined, endedJson);
  rememberCsrf(undefined);
  return ended?.next;
}

/** Goes on in another tenant of the person: the session gets a new cookie and a new CSRF token. */
export async function switchTenant(tenant: string): Promise<void> {
  const switched = await postJson("/api/v1/session/tenant", { tenant }, switchedJson);
  rememberCsrf(switched.csrf);
}

/** Where the browser goes to sign in by an identity provider. */
export function loginAddress(returnTo: string, tenant: string): string {
  return `/login${queryString({ tenant: tenant.trim(), return: returnTo === "/" ? undefined : returnTo })}`;
}
