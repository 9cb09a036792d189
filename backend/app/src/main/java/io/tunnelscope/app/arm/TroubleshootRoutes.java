package io.tunnelscope.app.arm;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.tunnelscope.app.arm.Watcher.Operation;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.http.WireJson;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Troubleshooting with the asynchronous protocol of Azure. A client may ask how far an operation is
 * and then fetch its result, or ask for the result alone until it is there; both addresses are
 * named by every answer that is not the last.
 */
final class TroubleshootRoutes {
  private static final Duration YOUNG = Duration.ofSeconds(10);
  private static final int LONGEST_KEY = 200;
  private static final String LOCATIONS = ArmRoutes.PROVIDER + "/locations/:location";

  private final Watcher watcher;
  private final Address address;
  private final Clock clock;

  TroubleshootRoutes(Watcher watcher, Address address, Clock clock) {
    this.watcher = watcher;
    this.address = address;
    this.clock = clock;
  }

  void mount(Routes routes) {
    var one = ArmRoutes.GROUP + "/networkWatchers/:watcher";
    routes.byToken(
        POST, one + "/troubleshoot", Permission.START_RUN, ArmRoutes.versioned(this::troubleshoot));
    routes.byToken(
        POST,
        one + "/queryTroubleshootResult",
        Permission.READ,
        ArmRoutes.versioned(this::lastResult));
    routes.byToken(
        GET,
        LOCATIONS + "/operations/:operation",
        Permission.READ,
        ArmRoutes.versioned(this::operation));
    routes.byToken(
        GET,
        LOCATIONS + "/operationResults/:operation",
        Permission.READ,
        ArmRoutes.versioned(this::operationResult));
  }

  private void troubleshoot(RoutingContext ctx, Principal who) {
    var body = TroubleshootBody.parse(ctx.body().buffer());
    var key = idempotencyKey(ctx);
    watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(
            subscription ->
                watcher.troubleshoot(who, Requests.origin(ctx), subscription, body, key))
        .onSuccess(operation -> pending(ctx, operation))
        .onFailure(ctx::fail);
  }

  /** A client may name its start, so that sending it twice starts one run. */
  private static Optional<String> idempotencyKey(RoutingContext ctx) {
    var key = Optional.ofNullable(ctx.request().getHeader("Idempotency-Key"));
    if (key.filter(text -> text.isBlank() || text.length() > LONGEST_KEY).isPresent()) {
      var text = new Text("must have 1 to 200 characters", "1자 이상 200자 이하여야 합니다");
      throw new Refusal.Invalid(text, List.of(new Complaint("Idempotency-Key", text)));
    }
    return key;
  }

  private void lastResult(RoutingContext ctx, Principal who) {
    var body = TroubleshootBody.parse(ctx.body().buffer());
    watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(subscription -> watcher.last(who.tenant(), subscription, body.target()))
        .onSuccess(operation -> result(ctx, operation))
        .onFailure(ctx::fail);
  }

  private void operation(RoutingContext ctx, Principal who) {
    asked(ctx, who)
        .onSuccess(
            operation -> {
              var run = operation.run();
              if (!run.isFinished()) {
                ctx.response().putHeader("Retry-After", patience(run));
              }
              Answer.ok(ctx, OperationJson.of(run, Requests.language(ctx)));
            })
        .onFailure(ctx::fail);
  }

  private void operationResult(RoutingContext ctx, Principal who) {
    asked(ctx, who).onSuccess(operation -> result(ctx, operation)).onFailure(ctx::fail);
  }

  private Future<Operation> asked(RoutingContext ctx, Principal who) {
    return watcher
        .subscription(who.tenant(), ctx.pathParam("subscription"))
        .compose(
            subscription ->
                watcher.operation(who.tenant(), subscription, ctx.pathParam("operation")));
  }

  private void result(RoutingContext ctx, Operation operation) {
    var run = operation.run();
    var language = Requests.language(ctx);
    if (!run.isFinished()) {
      pending(ctx, operation);
      return;
    }
    OperationJson.error(run, language)
        .ifPresentOrElse(why -> fruitless(ctx, why), () -> diagnosis(ctx, run, language));
  }

  private void diagnosis(RoutingContext ctx, Run run, Language language) {
    var origin = address.origin(ctx.request());
    watcher
        .diagnosed(run)
        .onSuccess(diagnosed -> Answer.ok(ctx, ResultJson.of(diagnosed, origin, language)))
        .onFailure(ctx::fail);
  }

  /** Not a status on which clients try again: this operation has no other end. */
  private static void fruitless(RoutingContext ctx, ArmErrorJson.Reason why) {
    ctx.response()
        .setStatusCode(409)
        .putHeader(HttpHeaders.CONTENT_TYPE, ArmErrors.JSON)
        .end(WireJson.text(new ArmErrorJson(why)));
  }

  private void pending(RoutingContext ctx, Operation operation) {
    var here =
        "%s/subscriptions/%s/providers/Microsoft.Network/locations/%s"
            .formatted(
                address.origin(ctx.request()),
                operation.run().subscription(),
                operation.region().name());
    var rest = "/%s?api-version=%s".formatted(operation.run().id(), version(ctx));
    ctx.response()
        .setStatusCode(202)
        .putHeader(HttpHeaders.LOCATION, here + "/operationResults" + rest)
        .putHeader("Azure-AsyncOperation", here + "/operations" + rest)
        .putHeader("Retry-After", patience(operation.run()))
        .putHeader(HttpHeaders.CONTENT_TYPE, ArmErrors.JSON)
        .end("null");
  }

  /** Checked before; it holds nothing that an address would have to escape. */
  private static String version(RoutingContext ctx) {
    return ctx.queryParam("api-version").getFirst();
  }

  /** Most runs take a second or two; who waits for a longer one need not ask so often. */
  private String patience(Run run) {
    var age = Duration.between(run.times().queued(), clock.instant());
    return age.compareTo(YOUNG) < 0 ? "1" : "5";
  }
}
