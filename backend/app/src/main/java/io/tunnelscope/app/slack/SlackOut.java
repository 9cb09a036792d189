package io.tunnelscope.app.slack;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.identity.Uuid7;
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
      SlackDelivery.BotProof proof,
      Supplier<String> origin,
      Uuid7 ids,
      Clock clock) {}

  public SlackOut(Parts parts) {
    this.parts = parts;
    this.posts = new PostStore(parts.db(), parts.outbox());
    this.client = new SlackClient(parts.vertx(), parts.settings().api());
  }

  /** The tokens of the workspaces that tenants let the bot into. */
  public static SlackDelivery.BotProof proof(
      Vertx vertx,
      Db db,
      AuditLog audit,
      Envelope envelope,
      SlackSettings settings,
      Collection<String> listed,
      Clock clock) {
    var oauth =
        settings
            .clientId()
            .map(_ -> new SlackOauth(settings, new Egress(vertx, EgressRules.ofAnyHost(listed))));
    var tokens = new BotTokens(new WorkspaceStore(db, audit), envelope, oauth, clock);
    return (tenant, workspace) ->
        tokens.token(tenant, workspace).map(found -> found.map(BotToken::text));
  }

  /** Opens the messages of runs that are asked for in Slack. */
  public RunMessages messages() {
    return new RunMessages(posts, parts.envelope(), parts.ids());
  }

  public Future<Void> start() {
    return start(SenderOptions.of(parts.ids().next()));
  }

  Future<Void> start(SenderOptions options) {
    return Sender.deploy(parts.vertx(), parts.outbox(), delivery(), options)
        .onSuccess(deployed -> sender = deployed)
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
            parts.proof(),
            parts.envelope(),
            client,
            new ResponseUrls(parts.vertx(), parts.listed()),
            parts.ids(),
            parts.clock()));
  }

  /** Lets what is on its way end within the grace; the rest waits for another node. */
  public Future<Void> stop(Duration grace) {
    var drained = sender == null ? Future.<Void>succeededFuture() : sender.drain(grace);
    return drained.onComplete(_ -> client.close());
  }
}
