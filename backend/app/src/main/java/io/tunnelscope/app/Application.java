package io.tunnelscope.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.arm.ArmRoutes;
import io.tunnelscope.app.audit.AuditRoutes;
import io.tunnelscope.app.audit.Checkpoints;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleRoutes;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.bundles.LogFiles;
import io.tunnelscope.app.bundles.UploadDesk;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.gateways.AccountRoutes;
import io.tunnelscope.app.gateways.GatewayRoutes;
import io.tunnelscope.app.gateways.RemovalRoutes;
import io.tunnelscope.app.gateways.SubscriptionRoutes;
import io.tunnelscope.app.gateways.TagRoutes;
import io.tunnelscope.app.gateways.TwinRoutes;
import io.tunnelscope.app.history.BaselineRoutes;
import io.tunnelscope.app.history.HalvesRoutes;
import io.tunnelscope.app.history.HistoryRoutes;
import io.tunnelscope.app.history.TwinRuns;
import io.tunnelscope.app.http.DescriptionRoutes;
import io.tunnelscope.app.http.Health;
import io.tunnelscope.app.http.HttpServer;
import io.tunnelscope.app.http.ManagementServer;
import io.tunnelscope.app.http.Pages;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.Limits;
import io.tunnelscope.app.login.Login;
import io.tunnelscope.app.login.OidcLogin;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.LogRoutes;
import io.tunnelscope.app.runs.RunEvents;
import io.tunnelscope.app.runs.RunRelay;
import io.tunnelscope.app.runs.RunRoutes;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.RunWorker;
import io.tunnelscope.app.runs.TenantLimitRoutes;
import io.tunnelscope.app.runs.TenantLimitStore;
import io.tunnelscope.app.runs.WorkerOptions;
import io.tunnelscope.app.schedules.ScheduleRoutes;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.settings.SlackSettings;
import io.tunnelscope.app.slack.BotTokens;
import io.tunnelscope.app.slack.RunEndStore;
import io.tunnelscope.app.slack.SlackIn;
import io.tunnelscope.app.slack.SlackOut;
import io.tunnelscope.app.slack.UndeliveredRoutes;
import io.tunnelscope.app.tenants.MemberRoutes;
import io.tunnelscope.app.tenants.TenantSettingsRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The whole product in one process: stores, services, routes, worker. The same for {@code demo},
 * for {@code serve} and for tests.
 */
public final class Application {
  /**
   * What comes from outside.
   *
   * @param kms opened already
   * @param demo whether people may sign in as personas
   */
  public record Parts(
      Settings settings,
      Kms kms,
      Clock clock,
      SecureRandom random,
      PrometheusMeterRegistry metrics,
      boolean demo) {}

  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final int KEY_CHECKS = 4;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** After the grace: to give runs back, and for all that is closed after that. */
  private static final Duration TO_CLOSE = Duration.ofSeconds(6);

  private final Services services;
  private final Health health;
  private final HttpServer http;
  private final ManagementServer management;
  private final Routes routes;
  private final Optional<Checkpoints> checkpoints;
  private final SlackIn slackIn;
  private final Optional<SlackOut> slackOut;
  private RunRelay relay;
  private RunWorker worker;

  private Application(
      Services services,
      Health health,
      HttpServer http,
      ManagementServer management,
      Routes routes,
      Optional<Checkpoints> checkpoints,
      SlackIn slackIn,
      Optional<SlackOut> slackOut) {
    this.services = services;
    this.health = health;
    this.http = http;
    this.management = management;
    this.routes = routes;
    this.checkpoints = checkpoints;
    this.slackIn = slackIn;
    this.slackOut = slackOut;
  }

  /**
   * Starts everything; the database has its schema already. The future fails when a port is taken
   * and with {@link io.tunnelscope.app.bundles.LogStoreUnusable} when bundles could not be kept,
   * with {@link io.tunnelscope.app.secrets.WrongKeys} when the KMS does not open what is in the
   * database; nothing runs then.
   */
  public static Future<Application> start(Vertx vertx, Parts parts) {
    var settings = parts.settings();
    return vertx
        .executeBlocking(() -> opened(vertx, parts))
        .compose(
            opened -> {
              var application = compose(vertx, parts, opened);
              return application
                  .listen(vertx, settings.workers())
                  .recover(
                      failure -> application.stop().transform(_ -> Future.failedFuture(failure)));
            });
  }

  /** What stands on files and is open before anything is served. */
  private record Opened(Services services, Optional<Checkpoints> checkpoints) {}

  private static Opened opened(Vertx vertx, Parts parts) {
    var services = services(vertx, parts);
    return new Opened(
        services,
        parts.settings().auditCheckpoint().map(file -> Checkpoints.open(vertx, services.db, file)));
  }

  private static Services services(Vertx vertx, Parts parts) {
    var database = parts.settings().database();
    var db =
        new Db(vertx, DbOptions.of(database.app().orElseThrow(), database.system().orElseThrow()));
    var blobs = new Blobs(vertx);
    var ids = new Uuid7(parts.clock(), parts.random());
    var bundles = BundleStore.open(vertx, blobs, parts.settings().logStore().orElseThrow(), ids);
    return new Services(
        vertx,
        db,
        parts.kms(),
        blobs,
        bundles,
        parts.settings().vici(),
        EgressRules.of(parts.settings().egressAllow()),
        parts.clock(),
        parts.random(),
        // Without Slack in the settings nobody would ever empty the outbox.
        parts.settings().slack().isPresent()
            ? new RunEndStore(new OutboxStore(db))
            : RunStore.Herald.NOBODY);
  }

  private static Application compose(Vertx vertx, Parts parts, Opened opened) {
    var services = opened.services();
    var settings = parts.settings();
    var login =
        new Login(
            loginParts(parts, services),
            services.tokens,
            settings.http(),
            Limits.usual(),
            parts.demo());
    var http = new HttpServer(vertx, settings.http(), services.ids::next);
    var routes = new Routes(http.router(), login.doorkeeper());
    login.mount(routes);
    mount(vertx, parts, services, routes);
    mountArm(parts, services, login, routes);
    new UndeliveredRoutes(services.db).mount(routes);
    var tokens = settings.slack().map(slack -> botTokens(parts, slack, services));
    var slackOut =
        settings.slack().map(slack -> slackOut(parts, slack, tokens.orElseThrow(), services, http));
    var slackIn = new SlackIn(slackIn(parts, services, http, tokens, slackOut));
    slackIn.mount(routes);
    new Pages(vertx, parts.random()).mount(http.router()); // whatever nobody else took
    var health = new Health().needs("database", services.db::ping).lives(services.db::isAlive);
    var management =
        new ManagementServer(
            vertx, "127.0.0.1", settings.http().managementPort(), health, parts.metrics());
    return new Application(
        services, health, http, management, routes, opened.checkpoints(), slackIn, slackOut);
  }

  private static SlackOut slackOut(
      Parts parts, SlackSettings settings, BotTokens tokens, Services s, HttpServer http) {
    return new SlackOut(
        new SlackOut.Parts(
            s.vertx,
            s.db,
            s.outbox,
            s.runStore,
            s.envelope,
            settings,
            parts.settings().egressAllow(),
            tokens,
            http::origin,
            s.ids,
            parts.clock(),
            parts.metrics()));
  }

  private static BotTokens botTokens(Parts parts, SlackSettings settings, Services s) {
    return BotTokens.of(
        s.vertx,
        s.db,
        s.audit,
        s.envelope,
        settings,
        parts.settings().egressAllow(),
        parts.clock());
  }

  private static SlackIn.Given slackIn(
      Parts parts,
      Services s,
      HttpServer http,
      Optional<BotTokens> tokens,
      Optional<SlackOut> out) {
    return new SlackIn.Given(
        s.vertx,
        s.db,
        s.audit,
        s.envelope,
        parts.settings().slack(),
        parts.settings().egressAllow(),
        http::origin,
        s.ids::next,
        parts.random(),
        parts.clock(),
        parts.metrics(),
        s.runStore,
        s.actions(),
        tokens,
        out.map(SlackOut::messages));
  }

  private static OidcLogin.Parts loginParts(Parts parts, Services s) {
    return new OidcLogin.Parts(
        s.vertx,
        s.db,
        s.audit,
        s.auditStore,
        s.people,
        s.members,
        s.sessions,
        s.envelope,
        parts.settings().oidc(),
        parts.settings().egressAllow(),
        parts.clock(),
        s.ids::next,
        parts.random());
  }

  private static void mount(Vertx vertx, Parts parts, Services s, Routes routes) {
    new DescriptionRoutes().mount(routes);
    new MemberRoutes(s.members, s.sessions).mount(routes);
    new TenantSettingsRoutes(s.tenantSettings).mount(routes);
    new AuditRoutes(s.auditStore).mount(routes);
    new GatewayRoutes(s.targets, s.targetStore, s.subscriptions).mount(routes);
    new TagRoutes(s.targets, s.tags).mount(routes);
    new RemovalRoutes(s.removal).mount(routes);
    new SubscriptionRoutes(s.gatewayDesk, s.azureDesk).mount(routes);
    new AccountRoutes(s.azureDesk).mount(routes);
    new TwinRoutes(s.targets, s.twins).mount(routes);
    new RunRoutes(s.runs, s.runStore, new RunEvents(s.db, s.signals)).mount(routes);
    new TenantLimitRoutes(new TenantLimitStore(s.db, s.queue, s.audit)).mount(routes);
    new LogRoutes(s.runStore, s.bundleRecords, new LogFiles(s.bundles, s.bundleRecords))
        .mount(routes);
    new HistoryRoutes(s.targets, s.runStore, s.history, s.diffs, parts.clock()).mount(routes);
    new BaselineRoutes(s.targets, s.runStore, s.baselines).mount(routes);
    new HalvesRoutes(new TwinRuns(s.targets, s.runStore)).mount(routes);
    new ScheduleRoutes(s.scheduleStore, s.schedules).mount(routes);
    new BundleRoutes(new UploadDesk(vertx, s.bundles, s.runs, s.redactions, s.ids, parts.clock()))
        .mount(routes);
  }

  private static void mountArm(Parts parts, Services s, Login login, Routes routes) {
    new ArmRoutes(
            login.servicePrincipals(),
            s.subscriptions,
            s.gateways,
            s.targetStore,
            s.runs,
            s.runStore,
            parts.settings().http().publicUrl(),
            parts.clock())
        .mount(routes);
  }

  /** A busy machine may keep the database from answering in time. */
  private Future<Void> checkKeys(Vertx vertx, int tries) {
    return services
        .envelope
        .check()
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && tries > 1
                    ? vertx.timer(1, TimeUnit.SECONDS).compose(_ -> checkKeys(vertx, tries - 1))
                    : Future.failedFuture(failure));
  }

  private Future<Application> listen(Vertx vertx, int workers) {
    return checkKeys(vertx, KEY_CHECKS)
        .compose(_ -> Future.join(http.start(), management.start()))
        .compose(
            _ ->
                RunWorker.deploy(
                    vertx, services.worker(), WorkerOptions.of(services.ids.next(), workers)))
        .compose(
            deployed -> {
              worker = deployed;
              relay = RunRelay.start(vertx, services.db, services.signals, services.ids.next());
              return slackOut.map(SlackOut::start).orElse(Future.succeededFuture());
            })
        .compose(_ -> slackIn.start())
        .map(
            _ -> {
              checkpoints.ifPresent(Checkpoints::start);
              services.retention.start(vertx);
              services.runRetention.start(vertx);
              services.ticker.start(vertx);
              return this;
            });
  }

  public int port() {
    return http.port();
  }

  /** What a browser types: scheme, host and port. */
  public String origin() {
    return http.origin();
  }

  /** False when only a new process helps. */
  public boolean isAlive() {
    return health.isAlive();
  }

  public int managementPort() {
    return management.port();
  }

  /** The route table, to be compared with what is documented. */
  public Routes routes() {
    return routes;
  }

  /** Empty when the settings name no file for them. */
  public Optional<Checkpoints> checkpoints() {
    return checkpoints;
  }

  public Services services() {
    return services;
  }

  /** As {@link #stop(Duration)} for somebody who waits for it: completes within 9 s. */
  public Future<Void> stop() {
    return stop(DRAIN);
  }

  /**
   * Takes no more requests and runs, lets those that are there end and what Slack was told is
   * taken, gives the rest back to the queue, closes the database. Completes within the grace and 6
   * s, also where the database does not answer any more, and never fails.
   *
   * @param grace how long runs may go on, and what was asked for in Slack
   */
  public Future<Void> stop(Duration grace) {
    health.drain();
    long end = System.nanoTime() + grace.plus(TO_CLOSE).toNanos();
    var requests =
        Future.join(http.stop(CLOSE), management.stop(CLOSE), slackIn.stop(CLOSE))
            .transform(_ -> slackIn.finish(grace));
    var runs = worker == null ? Future.<Void>succeededFuture() : worker.drain(grace);
    // What is not sent by then, or written by runs that end now, waits in the database.
    var messages = slackOut.map(out -> out.stop(grace)).orElse(Future.succeededFuture());
    return Future.join(requests, runs, messages)
        .transform(
            _ ->
                until(
                    end - CLOSE.toNanos(),
                    Future.join(stopCheckpoints(), stopRelay(), services.bundles.close())))
        .transform(_ -> until(end, Future.join(services.blobs.close(), services.db.close())))
        .transform(_ -> Future.succeededFuture());
  }

  private static Future<?> until(long end, Future<?> work) {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return work.timeout(Math.max(1, left), TimeUnit.MILLISECONDS);
  }

  private Future<Void> stopCheckpoints() {
    return checkpoints.map(Checkpoints::stop).orElse(Future.succeededFuture());
  }

  private Future<Void> stopRelay() {
    return relay == null ? Future.succeededFuture() : relay.stop();
  }
}
