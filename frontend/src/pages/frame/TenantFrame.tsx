import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { sessionQuery, signOut, switchTenant } from "../../api/session";
import { AppFrame } from "../../components/AppFrame";
import { Missing } from "../Failure";
import styles from "./TenantFrame.module.css";

/** Draws the frame for a tenant one belongs to; any other tenant is not found, whether it exists or not. */
export function TenantFrame() {
  const { tenant } = useParams({ from: "/t/$tenant" });
  const { data: session } = useSuspenseQuery(sessionQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const membership = session?.memberships.find((one) => one.tenant === tenant);
  if (!session || !membership) {
    return (
      <main className={styles.alone}>
        <Missing />
      </main>
    );
  }
  const leave = async () => {
    // Whatever the server says: nothing of the session stays in this page.
    const next = await signOut().catch(() => undefined);
    queries.clear();
    if (next === undefined) await navigate({ to: "/sign-in" });
    else window.location.assign(next);
  };
  const goTo = async (slug: string) => {
    // If the server refuses, the page of that tenant says so better than a menu could.
    await switchTenant(slug).catch(() => undefined);
    await navigate({ to: "/t/$tenant/targets", params: { tenant: slug } });
  };
  return (
    <AppFrame
      session={session}
      membership={membership}
      onSwitch={(slug) => void goTo(slug)}
      onSignOut={() => void leave()}
    >
      <Outlet />
    </AppFrame>
  );
}
