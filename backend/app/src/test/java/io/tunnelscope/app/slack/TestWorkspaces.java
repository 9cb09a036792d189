package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.SlackEmulator;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets the bot into workspaces, without the pages of Slack that ask for it. A workspace is of one
 * tenant, so tests that have a tenant each need a workspace each.
 */
final class TestWorkspaces {
  private final TestDatabase database;
  private final TestTenants tenants;
  private final WorkspaceStore store;
  private final BotTokens tokens;

  TestWorkspaces(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
    this.store = new WorkspaceStore(db, new AuditLog());
    var envelope = TestKeys.envelope(db, TestKeys.kms(vertx));
    this.tokens = new BotTokens(vertx, store, envelope, Optional.empty(), Clock.systemUTC());
  }

  /** Into that team, with the token that the emulator knows. */
  TestWorkspace install(TestTenant tenant, String team) {
    var home = new Home(SlackEmulator.APP_ID, "", team);
    var id = Results.of(store.reserve(tenant.id(), home, UUID.randomUUID()));
    var given = new Tokens(new Secret(SlackEmulator.BOT_TOKEN), Optional.empty());
    var granted = new Granted(home, "Contoso", "U0", "chat:write", given, Optional.empty());
    var sealed = Results.of(tokens.seal(tenant.id(), id, given));
    var admin = tenants.principal(tenant, Role.ADMIN);
    var origin = new Origin("192.0.2.1", "test", "r");
    Results.of(store.activate(admin, origin, id, granted, sealed, Instant.now()));
    return new TestWorkspace(database, tenants, tenant, id);
  }
}
