package io.tunnelscope.app.gateways;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.PUT;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.ext.web.RoutingContext;

/** Secrets of subscriptions over HTTP: they go in, and never come out. */
public final class AccountRoutes {
  private final AzureDesk desk;

  public AccountRoutes(AzureDesk desk) {
    this.desk = desk;
  }

  public void mount(Routes routes) {
    var one = "/subscriptions/:subscription";
    routes.inTenant(PUT, one + "/credential", Permission.MANAGE, this::replaceCredential);
    routes.inTenant(DELETE, one + "/credential", Permission.MANAGE, this::removeCredential);
    routes.inTenant(PUT, one + "/storage", Permission.MANAGE, this::putStorage);
    routes.inTenant(DELETE, one + "/storage", Permission.MANAGE, this::removeStorage);
  }

  private void replaceCredential(RoutingContext ctx, Principal who) {
    var subscription = SubscriptionRoutes.subscription(ctx);
    var fields = Fields.of(ctx);
    var credential = AccountFields.credential(fields);
    fields.throwIfInvalid();
    desk.replaceCredential(who, Requests.origin(ctx), subscription, credential)
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void removeCredential(RoutingContext ctx, Principal who) {
    desk.removeCredential(who, Requests.origin(ctx), SubscriptionRoutes.subscription(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void putStorage(RoutingContext ctx, Principal who) {
    var subscription = SubscriptionRoutes.subscription(ctx);
    var storage = AccountFields.storage(Fields.of(ctx));
    desk.putStorage(who, Requests.origin(ctx), subscription, storage)
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void removeStorage(RoutingContext ctx, Principal who) {
    desk.removeStorage(who, Requests.origin(ctx), SubscriptionRoutes.subscription(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }
}
