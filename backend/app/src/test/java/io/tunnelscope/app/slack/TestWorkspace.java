package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.util.UUID;

/** A workspace whose bot a tenant let in: who its users are, and what may be done in a channel. */
record TestWorkspace(TestDatabase database, TestTenants tenants, TestTenant tenant, UUID id) {

  /**
   * @return a new member of the tenant, who is that user of Slack
   */
  PersonId link(String user, Role role) {
    var person = tenants.member(tenant, role);
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_account (tenant_id, workspace_id, slack_user, person_id, linked_at)
        VALUES (?, ?, ?, ?, now())
        """,
        tenant.id().value(),
        id,
        user,
        person.value());
    return person;
  }

  /** Binds the channel, or gives it another ceiling. */
  void bind(String channel, Role ceiling) {
    Sql.update(
        database.migrate(),
        """
        INSERT INTO slack_channel (tenant_id, workspace_id, channel_id, name, ceiling, bound_by, bound_at)
        VALUES (?, ?, ?, 'vpn', ?, 'A', now())
        ON CONFLICT (tenant_id, workspace_id, channel_id) DO UPDATE SET ceiling = excluded.ceiling
        """,
        tenant.id().value(),
        id,
        channel,
        ceiling.wire());
  }
}
