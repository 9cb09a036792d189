import { IconBuildingOff } from "@tabler/icons-react";
import { EmptyState } from "../../components/States";
import { useTabTitle } from "../../components/PageHeader";
import { useMessages } from "../../i18n/messages";
import styles from "../frame/TenantFrame.module.css";

/** Signed in, but a member of nothing. */
export function NoTenantPage() {
  const { m } = useMessages();
  useTabTitle(m.signIn.noMembership);
  return (
    <main className={styles.alone}>
      <EmptyState
        icon={<IconBuildingOff size={28} stroke={1.5} />}
        title={m.signIn.noMembership}
        text={m.signIn.noMembershipText}
      />
    </main>
  );
}
