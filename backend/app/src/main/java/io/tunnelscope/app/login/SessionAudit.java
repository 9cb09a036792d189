package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.tenants.Membership;
import io.tunnelscope.app.tenants.Person;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Notes who comes and goes in the audit of every tenant that they belong to. */
final class SessionAudit {
  private final AuditStore audit;

  SessionAudit(AuditStore audit) {
    this.audit = audit;
  }

  Future<Void> started(Person person, String how, List<Membership> tenants, Origin origin) {
    var details = new JsonObject().put("by", how);
    return each(
        tenants,
        m ->
            audit.note(
                m.tenant(),
                principal(m, person.id().value(), person.name()),
                origin,
                "session.start",
                details));
  }

  Future<Void> ended(SignedIn signedIn, Origin origin) {
    return each(
        signedIn.memberships(),
        m -> audit.note(m.tenant(), signedIn.in(m), origin, "session.end", new JsonObject()));
  }

  /** That the person goes on in that tenant. */
  Future<Void> switched(SignedIn signedIn, Membership to, Origin origin) {
    return audit.note(to.tenant(), signedIn.in(to), origin, "session.switch", new JsonObject());
  }

  private static Principal principal(Membership m, UUID id, String name) {
    return new Principal(m.tenant(), Principal.Kind.PERSON, id, name, m.role());
  }

  private static Future<Void> each(
      List<Membership> tenants, Function<Membership, Future<Void>> note) {
    // One after the other: each is a transaction, and the pool is for everybody.
    Future<Void> all = Future.succeededFuture();
    for (var membership : tenants) {
      all = all.compose(_ -> note.apply(membership));
    }
    return all;
  }
}
