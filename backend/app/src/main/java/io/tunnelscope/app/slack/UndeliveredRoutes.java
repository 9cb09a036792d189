package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What reached nobody in Slack, for the members of the tenant. */
public final class UndeliveredRoutes {
  private record UndeliveredJson(
      UUID id,
      Instant at,
      UUID workspace,
      String channel,
      Optional<String> user,
      Optional<String> run,
      String why,
      String text) {
    static UndeliveredJson of(Undelivered message) {
      return new UndeliveredJson(
          message.id(),
          message.at(),
          message.channel().workspace(),
          message.channel().id(),
          message.user(),
          message.run().map(RunId::toString),
          message.why(),
          message.text());
    }
  }

  private final UndeliveredStore store;

  public UndeliveredRoutes(Db db) {
    this.store = new UndeliveredStore(db);
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/slack/undelivered", Permission.READ, this::list);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int limit = query.limit();
    var before = query.cursor(1).flatMap(cursor -> Query.parseUuid(cursor.key().getFirst()));
    query.throwIfInvalid();
    store
        .list(who.tenant(), before, limit + 1)
        .map(
            found ->
                Page.of(
                    found,
                    limit,
                    message -> Cursor.of(message.id().toString()),
                    UndeliveredJson::of))
        .onSuccess(page -> Answer.ok(ctx, page))
        .onFailure(ctx::fail);
  }
}
