package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.core.diagnosis.Fault;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** What can be troubleshot, over HTTP. */
public final class GatewayRoutes {
  private final Targets targets;
  private final TargetStore store;
  private final SubscriptionStore subscriptions;

  public GatewayRoutes(Targets targets, TargetStore store, SubscriptionStore subscriptions) {
    this.targets = targets;
    this.store = store;
    this.subscriptions = subscriptions;
  }

  public void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/targets", Permission.READ, this::list);
    routes.inTenant(HttpMethod.GET, "/targets/:target", Permission.READ, this::show);
    routes.inTenant(HttpMethod.GET, "/subscriptions", Permission.READ, this::subscriptions);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var filter =
        new TargetFilter(
            query.text("q"),
            query.text("gateway"),
            query.parsed(
                "fault",
                Fault::parse,
                "a fault such as Authentication",
                "Authentication과 같은 장애 ID"),
            query.parsed(
                "tag", TagFilter::parse, "a tag, as key or key:value", "key 또는 key:value 형식의 태그"));
    var after = query.cursor(2).map(GatewayRoutes::place);
    int limit = query.limit();
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    store
        .list(who.tenant(), filter, after, limit + 1)
        .onSuccess(
            states ->
                Answer.ok(
                    ctx,
                    Page.of(
                        states,
                        limit,
                        state -> Cursor.of(state.known().name(), state.known().id().value()),
                        state -> TargetJson.of(state, language))))
        .onFailure(ctx::fail);
  }

  private void show(RoutingContext ctx, Principal who) {
    var language = Requests.language(ctx);
    targets
        .resolve(who.tenant(), ctx.pathParam("target"))
        .compose(known -> targets.state(who.tenant(), known.id().value()))
        .onSuccess(state -> Answer.ok(ctx, TargetJson.of(state, language)))
        .onFailure(ctx::fail);
  }

  private void subscriptions(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var after = query.cursor(1).map(cursor -> cursor.key().getFirst());
    int limit = query.limit();
    query.throwIfInvalid();
    subscriptions
        .list(who.tenant(), after, limit + 1)
        .onSuccess(
            states ->
                Answer.ok(
                    ctx,
                    Page.of(
                        states,
                        limit,
                        state -> Cursor.of(state.subscription().name()),
                        SubscriptionJson::of)))
        .onFailure(ctx::fail);
  }

  private static TargetStore.Place place(Cursor cursor) {
    return new TargetStore.Place(cursor.key().getFirst(), cursor.key().getLast());
  }
}
