package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.egress.EgressSockets;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What comes in from Slack, and what admins settle about it, put together once a process. */
public final class SlackIn {
  /**
   * What it needs of others.
   *
   * @param settings empty: nothing comes in
   * @param listed host:port that the operator lets us reach
   * @param origin of our pages, known once we listen
   * @param tokens and {@code messages} of runs: there with the settings
   */
  public record Given(
      Vertx vertx,
      Db db,
      AuditLog audit,
      Envelope envelope,
      Optional<SlackSettings> settings,
      Collection<String> listed,
      Supplier<String> origin,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock,
      MeterRegistry metrics,
      RunStore runs,
      Actions actions,
      Optional<BotTokens> tokens,
      Optional<RunMessages> messages) {}

  /** The same for those inside. */
  record Parts(
      Vertx vertx,
      Supplier<String> origin,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock,
      RunStore runs,
      RunMessages messages,
      ChannelSubscriptionStore subscriptions,
      MuteStore mutes,
      BotTokens tokens,
      BotCalls calls,
      SlackPeople people,
      SlackClient client,
      ResponseUrls responseUrls,
      Uploads uploads) {}

  record Stores(
      WorkspaceStore workspaces,
      SlackAccountStore accounts,
      ChannelBindingStore channels,
      ChoiceStore choices,
      SeenStore seen,
      ErrandStore errands) {}

  private final Given given;
  private final Stores stores;
  private final Optional<Inside> inside;
  private final Optional<SocketMode> socketMode;

  /** What takes from Slack, and what is done of it. */
  private record Inside(SlackDoor door, Errands errands) {}

  public SlackIn(Given given) {
    this.given = given;
    this.stores =
        new Stores(
            new WorkspaceStore(given.db(), given.audit()),
            new SlackAccountStore(given.db(), given.audit()),
            new ChannelBindingStore(given.db(), given.audit()),
            new ChoiceStore(given.db()),
            new SeenStore(given.db(), given.clock()),
            new ErrandStore(given.db()));
    this.inside = given.settings().map(this::inside);
    this.socketMode =
        given.settings().flatMap(s -> s.appToken().map(token -> socketMode(s, token)));
  }

  /** The routes are there in any case; without settings there is nothing behind Slack's own. */
  public void mount(Routes routes) {
    new SlackAdminRoutes(stores, cutOff(), given.origin(), given.settings(), given.clock())
        .mount(routes);
    new SlackInstallRoutes(
            given.settings().filter(s -> s.clientId().isPresent()).map(this::install))
        .mount(routes);
    new SlackRoutes(
            given
                .settings()
                .flatMap(SlackSettings::signingSecret)
                .map(secret -> new SlackSignature(secret, given.clock())),
            inside.map(Inside::door))
        .mount(routes);
  }

  /**
   * Takes up what a node took from Slack and did not end, and asks Slack for what comes in, where
   * the settings say so; waits for no connection.
   */
  public Future<Void> start() {
    inside.map(Inside::errands).ifPresent(Errands::start);
    return socketMode
        .map(mode -> given.vertx().deployVerticle(mode).<Void>mapEmpty())
        .orElseGet(Future::succeededFuture);
  }

  /**
   * Takes nothing more from Slack's sockets, nor what others left; what Slack has not heard of it
   * sends to another node.
   */
  public Future<Void> stop(Duration grace) {
    inside.map(Inside::errands).ifPresent(Errands::stop);
    return socketMode.map(mode -> mode.drain(grace)).orElseGet(Future::succeededFuture);
  }

  /**
   * Lets what was taken come to its end, once nothing more comes in; what is not done within the
   * grace waits for another node. Never fails. The database must be open until then.
   */
  public Future<Void> finish(Duration grace) {
    return inside
        .map(
            parts ->
                Future.join(parts.door().finish(grace), parts.errands().finish(grace))
                    .<Void>mapEmpty())
        .orElseGet(Future::succeededFuture);
  }

  private SocketMode socketMode(SlackSettings settings, Secret appToken) {
    var egress = egress(settings);
    return new SocketMode(
        new SocketMode.Parts(
            new SocketTickets(egress, settings.api(), appToken),
            new EgressSockets(given.vertx(), egress, SocketMode.MOST_BYTES),
            SocketRequests.to(inside.orElseThrow().door()),
            SocketPace.usual(),
            given.random(),
            given.ids()));
  }

  private SlackCutOff cutOff() {
    return new SlackCutOff(
        stores.workspaces(),
        given
            .settings()
            .map(
                settings ->
                    new SlackCutOff.ToSlack(
                        new BotTokens(
                            given.vertx(),
                            stores.workspaces(),
                            given.envelope(),
                            Optional.empty(),
                            given.clock()),
                        people(settings))));
  }

  private SlackInstall install(SlackSettings settings) {
    var oauth = new SlackOauth(settings, egress(settings));
    return new SlackInstall(
        new InstallStore(given.db()),
        stores.workspaces(),
        oauth,
        given.tokens().orElseThrow(),
        settings.authorize(),
        given.origin(),
        given.ids(),
        given.random(),
        given.clock());
  }

  private Inside inside(SlackSettings settings) {
    var parts =
        new Parts(
            given.vertx(),
            given.origin(),
            given.ids(),
            given.random(),
            given.clock(),
            given.runs(),
            given.messages().orElseThrow(),
            new ChannelSubscriptionStore(given.db(), given.audit()),
            new MuteStore(given.db(), given.audit()),
            given.tokens().orElseThrow(),
            new BotCalls(given.tokens().orElseThrow(), new BucketStore(given.db())),
            people(settings),
            new SlackClient(given.vertx(), settings.api()),
            new ResponseUrls(given.vertx(), settings.api(), given.listed()),
            new Uploads(given.vertx(), settings.api(), given.listed()));
    var reception = new Reception(parts, stores, given.actions());
    var answers = new Answers(parts);
    var events = new SlackEvents(parts, stores, reception, given.actions(), answers);
    var errands = new Errands(parts, stores, given.envelope(), reception, events, answers);
    var strangers = new Strangers(given.clock(), given.metrics());
    return new Inside(
        new SlackDoor(parts, stores, reception, events, errands, answers, strangers), errands);
  }

  private SlackPeople people(SlackSettings settings) {
    return new SlackPeople(egress(settings), settings.api(), new BucketStore(given.db()));
  }

  private Egress egress(SlackSettings settings) {
    return egress(given.vertx(), settings, given.listed());
  }

  /** The operator has named the API, so it may be anywhere. */
  static Egress egress(Vertx vertx, SlackSettings settings, Collection<String> alsoListed) {
    List<String> listed = new ArrayList<>(alsoListed);
    listed.add(hostAndPort(settings.api()));
    return new Egress(vertx, EgressRules.ofAnyHost(listed));
  }

  private static String hostAndPort(URI address) {
    int usual = "https".equals(address.getScheme()) ? 443 : 80;
    return address.getHost() + ":" + (address.getPort() < 0 ? usual : address.getPort());
  }

  /** A short name of a text that must not be seen. */
  static String hex(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
