import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { sessionQuery, signOut } from "../../api/session";
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
    await signOut().catch(() => undefined);
    queries.clear();
    await navigate({ to: "/sign-in" });
  };
  return (
    <AppFrame session={session} membership={membership} onSignOut={() => void leave()}>
      <Outlet />
    </AppFrame>
  );
}
