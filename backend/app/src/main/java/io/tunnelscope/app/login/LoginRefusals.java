package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down sign-ins that were refused: in the list of the installation, and in the audit of the
 * tenant where the person named one.
 */
final class LoginRefusals {
  private static final Logger log = LoggerFactory.getLogger(LoginRefusals.class);
  private static final UUID NOBODY = new UUID(0, 0);

  private final LoginRefusalStore store;
  private final AuditStore audit;
  private final Clock clock;
  private final Supplier<UUID> ids;

  LoginRefusals(LoginRefusalStore store, AuditStore audit, Clock clock, Supplier<UUID> ids) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  /** Completes when it is written. Fails when that does not work: nobody is let in either way. */
  Future<Void> note(
      LoginRefused refused, Optional<String> issuer, Optional<TenantId> tenant, Origin origin) {
    log.atWarn()
        .setMessage("sign-in refused")
        .addKeyValue("reason", refused.reason().wire())
        .addKeyValue("issuer", issuer.orElse(""))
        .addKeyValue("request", origin.requestId())
        .log();
    return store
        .add(ids.get(), clock.instant(), refused.reason(), issuer, origin)
        .compose(
            _ ->
                tenant
                    .map(named -> inAudit(named, refused, issuer, origin))
                    .orElse(Future.succeededFuture()));
  }

  private Future<Void> inAudit(
      TenantId tenant, LoginRefused refused, Optional<String> issuer, Origin origin) {
    var somebody =
        new Principal(tenant, Principal.Kind.SYSTEM, NOBODY, "not signed in", Role.VIEWER);
    var details = new JsonObject().put("reason", refused.reason().wire());
    issuer.ifPresent(text -> details.put("issuer", text));
    return audit.denied(tenant, somebody, origin, "session.start", details);
  }
}
