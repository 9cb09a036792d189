import { Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconCheck, IconMinus } from "@tabler/icons-react";
import { rolesQuery } from "../../api/members";
import { ListSkeleton } from "../../components/States";
import { useMessages } from "../../i18n/messages";
import { useSettingsMessages } from "../../i18n/settings";
import { may, permissions } from "../../model/role";
import type { RolePermissions } from "../../model/role";
import { Failure } from "../Failure";
import list from "../ListPage.module.css";
import { useMembership } from "../tenant";
import styles from "./RolesPage.module.css";
import { SettingsPage } from "./SettingsPage";

export function RolesPage() {
  const { roles: texts } = useSettingsMessages();
  const { tenant, role } = useMembership();
  const query = useQuery(rolesQuery);
  return (
    <SettingsPage section="roles" lead={texts.lead} changeable={false}>
      {query.isPending ? (
        <ListSkeleton rows={4} />
      ) : !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className={list.frame}>
          <Permissions table={query.data} />
        </div>
      )}
      {may(role, "see-members") ? (
        <p>
          <Link to="/t/$tenant/settings/members" params={{ tenant }}>
            {texts.toMembers}
          </Link>
        </p>
      ) : null}
    </SettingsPage>
  );
}

/** A row a permission, a column a role. */
function Permissions({ table }: { table: RolePermissions[] }) {
  const { m } = useMessages();
  const all = useSettingsMessages();
  const { roles: texts } = all;
  const { role: yours } = useMembership();
  return (
    <Table className={styles.table} verticalSpacing={10} horizontalSpacing="sm" aria-label={texts.caption}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.permission}</Table.Th>
          {table.map(({ role }) => (
            <Table.Th key={role} className={styles.role} data-yours={role === yours || undefined}>
              {m.roles[role]} {role === yours ? <span className={styles.yours}>{texts.yours}</span> : null}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {permissions.map((permission) => (
          <Table.Tr key={permission}>
            <Table.Th scope="row">
              <span className={styles.name}>{all.permissions[permission]}</span>{" "}
              <code className={styles.scope} title={texts.scope}>
                {permission}
              </code>
              <span className={styles.explained}>{all.permissionExplained[permission]}</span>
            </Table.Th>
            {table.map(({ role, permissions: allowed }) => (
              <Table.Td key={role} className={styles.role} data-yours={role === yours || undefined}>
                {allowed.includes(permission) ? (
                  <IconCheck size={18} className={styles.yes} role="img" aria-label={texts.yes} />
                ) : (
                  <IconMinus size={16} className={styles.no} role="img" aria-label={texts.no} />
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
