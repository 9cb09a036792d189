import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { sessionQuery } from "../api/session";
import type { Membership } from "../model/role";

/** The tenant of the address and what the reader is in it. Only inside the frame of a tenant, which checked it. */
export function useMembership(): Membership {
  const { tenant } = useParams({ from: "/t/$tenant" });
  const { data } = useSuspenseQuery(sessionQuery);
  const membership = data?.memberships.find((one) => one.tenant === tenant);
  if (!membership) throw new Error("A page of a tenant was drawn outside its frame.");
  return membership;
}
