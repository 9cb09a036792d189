package io.tunnelscope.app.testing;

import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.settings.DatabaseUrl;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Makes tenants and what belongs to them, as the operator's role that sees every tenant. Each call
 * of {@link #add} is a new tenant, so tests of one class do not meet.
 */
public final class TestTenants {
  private final DatabaseUrl migrate;
  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());

  TestTenants(TestDatabase database) {
    this.migrate = database.migrate();
  }

  /** A tenant whose slug begins with that word. */
  public TestTenant add(String word) {
    var id = new TenantId(ids.next());
    String slug = word + "-" + Long.toHexString(id.value().getLeastSignificantBits());
    Sql.update(
        migrate,
        "INSERT INTO tenant (tenant_id, slug, name) VALUES (?, ?, ?)",
        id.value(),
        slug,
        word);
    Sql.update(
        migrate,
        "INSERT INTO audit_head (tenant_id, seq, hash) VALUES (?, 0, ?)",
        id.value(),
        new byte[32]);
    Sql.update(migrate, "INSERT INTO tenant_share (tenant_id) VALUES (?)", id.value());
    return new TestTenant(id, slug);
  }

  /** A new person who is a member of that tenant. */
  public PersonId member(TestTenant tenant, Role role) {
    var id = new PersonId(ids.next());
    String name = "A " + role.wire();
    Sql.update(
        migrate,
        "INSERT INTO person (person_id, issuer, subject, name) VALUES (?, 'test', ?, ?)",
        id.value(),
        id.toString(),
        name);
    Sql.update(
        migrate,
        """
        INSERT INTO membership (tenant_id, person_id, role, name, issuer, subject)
        VALUES (?, ?, ?, ?, 'test', ?)
        """,
        tenant.id().value(),
        id.value(),
        role.wire(),
        name,
        id.toString());
    return id;
  }

  /** Somebody of that tenant who asks, without a session behind it. */
  public Principal principal(TestTenant tenant, Role role) {
    return new Principal(
        tenant.id(), Principal.Kind.PERSON, member(tenant, role).value(), "A " + role.wire(), role);
  }

  public SubscriptionId subscription(TestTenant tenant, String name, String provider) {
    var id = new SubscriptionId(ids.next());
    Sql.update(
        migrate,
        "INSERT INTO subscription (tenant_id, subscription_id, name, provider) VALUES (?, ?, ?, ?)",
        tenant.id().value(),
        id.value(),
        name,
        provider);
    return id;
  }

  /**
   * A route-based VPN gateway.
   *
   * @return its ARM id
   */
  public String gateway(TestTenant tenant, SubscriptionId subscription, String name) {
    String armId =
        "/subscriptions/%s/resourceGroups/test/providers/Microsoft.Network/virtualNetworkGateways/%s"
            .formatted(subscription, name);
    Sql.update(
        migrate,
        """
        INSERT INTO gateway (tenant_id, gateway_id, subscription_id, arm_id, name, kind, vpn_type, location)
        VALUES (?, ?, ?, ?, ?, 'Vpn', 'RouteBased', 'koreacentral')
        """,
        tenant.id().value(),
        ids.next(),
        subscription.value(),
        armId,
        name);
    return armId;
  }

  /**
   * An IPsec connection of a gateway that is there.
   *
   * @return its ARM id
   */
  public String connection(TestTenant tenant, String gatewayArmId, String name) {
    String armId =
        gatewayArmId.substring(0, gatewayArmId.indexOf("/virtualNetworkGateways/"))
            + "/connections/"
            + name;
    Sql.update(
        migrate,
        """
        INSERT INTO connection (tenant_id, connection_id, gateway_id, arm_id, name, kind)
        SELECT tenant_id, ?, gateway_id, ?, ?, 'IPsec' FROM gateway WHERE tenant_id = ? AND arm_id = ?
        """,
        ids.next(),
        armId,
        name,
        tenant.id().value(),
        gatewayArmId);
    return armId;
  }
}
