package io.tunnelscope.app.arm;

import static io.vertx.core.http.HttpMethod.GET;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiFunction;

/** What Azure's clients read before they start anything: subscriptions, targets, watchers. */
final class ResourceRoutes {
  private final Watcher watcher;

  ResourceRoutes(Watcher watcher) {
    this.watcher = watcher;
  }

  void mount(Routes routes) {
    read(routes, "/subscriptions", this::subscriptions);
    read(routes, ArmRoutes.SUBSCRIPTION, this::subscription);
    read(routes, ArmRoutes.PROVIDER, this::provider);
    read(routes, ArmRoutes.GROUP + "/virtualNetworkGateways/:name", this::gateway);
    read(routes, ArmRoutes.GROUP + "/connections/:name", this::connection);
    read(routes, ArmRoutes.PROVIDER + "/networkWatchers", this::watchers);
    read(routes, ArmRoutes.GROUP + "/networkWatchers/:watcher", this::watcher);
  }

  private static void read(
      Routes routes, String path, BiFunction<RoutingContext, Principal, Future<?>> answer) {
    routes.byToken(
        GET,
        path,
        Permission.READ,
        ArmRoutes.versioned(
            (ctx, who) ->
                answer
                    .apply(ctx, who)
                    .onSuccess(found -> Answer.ok(ctx, found))
                    .onFailure(ctx::fail)));
  }

  private Future<?> subscriptions(RoutingContext ctx, Principal who) {
    return watcher
        .subscriptions(who.tenant())
        .map(
            all ->
                new ListJson<>(
                    all.stream().map(each -> SubscriptionJson.of(who.tenant(), each)).toList()));
  }

  private Future<?> subscription(RoutingContext ctx, Principal who) {
    return watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .map(found -> SubscriptionJson.of(who.tenant(), found));
  }

  private Future<?> provider(RoutingContext ctx, Principal who) {
    return watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(
            found ->
                watcher
                    .regions(who.tenant(), found)
                    .map(regions -> ProviderJson.of(found.id(), regions)));
  }

  private Future<?> gateway(RoutingContext ctx, Principal who) {
    return target(ctx, who, "virtualNetworkGateways");
  }

  private Future<?> connection(RoutingContext ctx, Principal who) {
    return target(ctx, who, "connections");
  }

  private Future<?> target(RoutingContext ctx, Principal who, String type) {
    var id =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/%s/%s"
            .formatted(
                ctx.pathParam("subscription"), ctx.pathParam("group"), type, ctx.pathParam("name"));
    return watcher
        .target(who.tenant(), ArmId.parse(id).orElseThrow(Refusal.NotFound::new))
        .map(ResourceJson::of);
  }

  private Future<?> watchers(RoutingContext ctx, Principal who) {
    return watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(
            found ->
                watcher
                    .regions(who.tenant(), found)
                    .map(
                        regions ->
                            new ListJson<>(
                                regions.stream()
                                    .map(region -> WatcherJson.of(found.id(), region))
                                    .toList())));
  }

  private Future<?> watcher(RoutingContext ctx, Principal who) {
    return watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(
            found ->
                watcher
                    .regions(who.tenant(), found)
                    .map(
                        regions ->
                            regions.stream()
                                .filter(
                                    region ->
                                        region.watcher().equalsIgnoreCase(ctx.pathParam("watcher")))
                                .findFirst()
                                .map(
                                    region ->
                                        WatcherJson.of(found.id(), ctx.pathParam("group"), region))
                                .orElseThrow(Refusal.NotFound::new)));
  }
}
