package io.tunnelscope.app.slack;

import io.micrometer.core.instrument.MeterRegistry;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.outbox.OutboxMeters;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.outbox.Sender;
import io.tunnelscope.app.outbox.SenderOptions;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/** What goes out to Slack, put together once a process. */
public final class SlackOut {
  private final Parts parts;
  private final PostStore posts;
  private final SlackClient client;
  private Sender sender;

  /** The timer of the figures. */
  private long watch = -1;

  /**
   * What it needs of others.
   *
   * @param listed host:port that the operator lets us reach
   * @param origin of our pages, known once we listen
   */
  public record Parts(
      Vertx vertx,
      Db db,
      OutboxStore outbox,
      RunStore runs,
      Envelope envelope,
      SlackSettings settings,
      Collection<String> listed,
      BotTokens tokens,
      Supplier<String> origin,
      Uuid7 ids,
      Clock clock,
      MeterRegistry metrics) {}

  public SlackOut(Parts parts) {
    this.parts = parts;
    this.posts = new PostStore(parts.db(), parts.outbox());
    this.client = new SlackClient(parts.vertx(), parts.settings().api());
  }

  /** Opens the messages of runs that are asked for in Slack. */
  public RunMessages messages() {
    return new RunMessages(posts, parts.envelope(), parts.ids());
  }

  public Future<Void> start() {
    return start(SenderOptions.of(parts.ids().next()));
  }

  Future<Void> start(SenderOptions options) {
    var meters = OutboxMeters.in(parts.metrics());
    new SlackSweep(parts.db()).start(parts.vertx());
    return Sender.deploy(parts.vertx(), parts.outbox(), delivery(), options, meters)
        .onSuccess(
            deployed -> {
              sender = deployed;
              watch = meters.watch(parts.vertx(), parts.outbox());
            })
        .mapEmpty();
  }

  private SlackDelivery delivery() {
    var db = parts.db();
    return new SlackDelivery(
        new SlackDelivery.Parts(
            posts,
            new DigestStore(db),
            new BucketStore(db),
            new UndeliveredStore(db),
            new SiteStore(db, parts.origin()),
            new RunReports(parts.runs()),
            parts.tokens(),
            parts.envelope(),
            client,
            new ResponseUrls(parts.vertx(), parts.settings().api(), parts.listed()),
            parts.ids(),
            parts.clock()));
  }

  /** Lets what is on its way end within the grace; the rest waits for another node. */
  public Future<Void> stop(Duration grace) {
    parts.vertx().cancelTimer(watch);
    var drained = sender == null ? Future.<Void>succeededFuture() : sender.drain(grace);
    return drained.onComplete(_ -> client.close());
  }
}
