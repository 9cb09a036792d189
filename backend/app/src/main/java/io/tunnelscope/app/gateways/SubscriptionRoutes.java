package io.tunnelscope.app.gateways;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.refusal.Text;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Subscriptions and their gateways over HTTP, for the admins of a tenant. */
public final class SubscriptionRoutes {
  private static final Set<String> ADDED_HERE = Set.of(Subscription.STRONGSWAN, Subscription.AZURE);
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_PATH = 200;

  /** What a resource id can hold, beginning with a letter or digit. */
  private static final Pattern GATEWAY =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._()~ -]{0,79}");

  private final GatewayDesk desk;
  private final AzureDesk azure;

  public SubscriptionRoutes(GatewayDesk desk, AzureDesk azure) {
    this.desk = desk;
    this.azure = azure;
  }

  public void mount(Routes routes) {
    var one = "/subscriptions/:subscription";
    routes.inTenant(POST, "/subscriptions", Permission.MANAGE, this::add);
    routes.inTenant(GET, one + "/addresses", Permission.MANAGE, this::offer);
    routes.inTenant(POST, one + "/targets", Permission.MANAGE, this::addGateway);
    routes.inTenant(POST, one + "/targets/discover", Permission.MANAGE, this::discover);
  }

  private record OfferJson(List<String> addresses, List<String> logFiles) {}

  private record AddedJson(List<TargetJson> items, DiscoveryJson discovery) {}

  private record NewGateway(String name, ViciAccess access) {
    static NewGateway from(Fields fields) {
      var name = fields.parsed("gateway", NewGateway::name, NAMES.english(), NAMES.korean());
      var address = fields.text("address");
      var logFile = fields.optionalText("logFile");
      limit(fields, "address", address, LONGEST_PATH);
      limit(fields, "logFile", logFile.orElse(""), LONGEST_PATH);
      fields.throwIfInvalid();
      return new NewGateway(name.orElseThrow(), new ViciAccess(address, logFile));
    }

    private static final Text NAMES =
        new Text(
            "1 to 80 letters, digits, blanks and . _ - ( ) ~, beginning with a letter or digit",
            "문자나 숫자로 시작하고 문자, 숫자, 공백, . _ - ( ) ~로 이루어진 1~80자");

    private static Optional<String> name(String text) {
      return Optional.of(text).filter(GATEWAY.asMatchPredicate());
    }
  }

  private void add(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var name = fields.text("name");
    limit(fields, "name", name, LONGEST_NAME);
    var provider =
        fields.parsed(
            "provider",
            text -> Optional.of(text).filter(ADDED_HERE::contains),
            "strongswan or azure; subscriptions of other kinds are not added here",
            "strongswan 또는 azure (다른 종류의 구독은 여기서 추가할 수 없음)");
    var account =
        provider
            .filter(Subscription.AZURE::equals)
            .map(_ -> AccountFields.account(fields.object("azure")));
    fields.throwIfInvalid();
    var origin = Requests.origin(ctx);
    account
        .map(wanted -> azure.addSubscription(who, origin, name, wanted))
        .orElseGet(
            () ->
                desk.addSubscription(who, origin, name)
                    .map(added -> SubscriptionState.idle(added, Optional.empty())))
        .onSuccess(
            added ->
                Answer.created(
                    ctx,
                    ctx.normalizedPath() + "/" + added.subscription().id(),
                    SubscriptionJson.of(added)))
        .onFailure(ctx::fail);
  }

  private void offer(RoutingContext ctx, Principal who) {
    desk.offer(who, subscription(ctx))
        .onSuccess(offer -> Answer.ok(ctx, new OfferJson(offer.addresses(), offer.logFiles())))
        .onFailure(ctx::fail);
  }

  private void addGateway(RoutingContext ctx, Principal who) {
    var subscription = subscription(ctx);
    var wanted = NewGateway.from(Fields.of(ctx));
    var language = Requests.language(ctx);
    desk.addGateway(who, Requests.origin(ctx), subscription, wanted.name(), wanted.access())
        .onSuccess(
            added ->
                Answer.created(
                    ctx,
                    ctx.normalizedPath(),
                    new AddedJson(
                        added.items().stream().map(item -> TargetJson.of(item, language)).toList(),
                        DiscoveryJson.of(added.asked(), language))))
        .onFailure(ctx::fail);
  }

  private void discover(RoutingContext ctx, Principal who) {
    var subscription = subscription(ctx);
    Fields.of(ctx).throwIfInvalid();
    var language = Requests.language(ctx);
    var origin = Requests.origin(ctx);
    desk.isOfAzure(who, subscription)
        .compose(
            isOfAzure ->
                isOfAzure
                    ? azure
                        .discover(who, origin, subscription)
                        .map(discovered -> RoundJson.of(discovered, language))
                    : desk.discover(who, origin, subscription)
                        .map(round -> RoundJson.of(round, language)))
        .onSuccess(round -> Answer.ok(ctx, round))
        .onFailure(ctx::fail);
  }

  /** What is no id at all is answered like an id that is not there. */
  static SubscriptionId subscription(RoutingContext ctx) {
    return Query.parseUuid(ctx.pathParam("subscription"))
        .map(SubscriptionId::new)
        .orElseThrow(SubscriptionStore::notFound);
  }

  private static void limit(Fields fields, String name, String text, int longest) {
    if (text.length() > longest) {
      fields.complainAbout(
          name,
          new Text("must not be longer than " + longest + " characters", longest + "자를 넘을 수 없습니다"));
    }
  }
}
