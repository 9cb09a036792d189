package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.outbox.Delivery;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.outbox.Outcome;
import io.tunnelscope.app.outbox.Parcel;
import io.tunnelscope.app.secrets.Envelope;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes messages in Slack show what their runs are like. What is sent is read when it goes, so one
 * that waited says how things are, not how they were; what shows that already is left alone.
 *
 * <p>A message is posted once, by an id that Slack knows again, and changed from then on; {@link
 * Ladder} says what becomes of it where its channel is closed to us. Any context.
 */
public final class SlackDelivery implements Delivery {
  /** How often a run that goes on is looked at. */
  private static final Duration LOOK = SlackLimits.BETWEEN_EDITS;

  /**
   * What it is made of.
   *
   * @param clock for the time of what could not be delivered
   */
  record Parts(
      PostStore posts,
      DigestStore digests,
      BucketStore buckets,
      UndeliveredStore undelivered,
      SiteStore sites,
      RunReports reports,
      BotTokens tokens,
      Envelope envelope,
      SlackClient client,
      ResponseUrls replies,
      Uuid7 ids,
      Clock clock) {}

  private final Parts parts;
  private final Ladder ladder;
  private final DigestDelivery digests;

  SlackDelivery(Parts parts) {
    this.parts = parts;
    this.ladder = new Ladder(parts);
    this.digests = new DigestDelivery(parts);
  }

  @Override
  public Future<Outcome> deliver(Parcel parcel) {
    return switch (Outgoing.read(parcel.body())) {
      case Outgoing.OfRun about -> ofRun(parcel, about);
      case Outgoing.Digest digest -> digests.deliver(parcel.tenant(), digest);
    };
  }

  private Future<Outcome> ofRun(Parcel parcel, Outgoing.OfRun about) {
    var tenant = parcel.tenant();
    return parts
        .posts()
        .find(tenant, about.post())
        .compose(
            found ->
                found.filter(post -> !post.isClosed()).isEmpty()
                    ? Future.succeededFuture(Outcome.done())
                    : read(tenant, found.get(), parcel.attempt() > 1).compose(this::show));
  }

  private Future<Going> read(TenantId tenant, Post post, boolean isRepeated) {
    return parts
        .reports()
        .of(tenant, post.run())
        .compose(
            report ->
                parts
                    .sites()
                    .of(tenant)
                    .map(
                        settled ->
                            new Going(
                                tenant,
                                post,
                                audience -> linted(report, settled, post, audience),
                                report.run().isFinished(),
                                isRepeated)));
  }

  private static SlackMessage linted(
      RunReport report, SiteStore.Settled settled, Post post, Audience audience) {
    var language = post.language().orElse(settled.language());
    var message = RunSummary.of(report, settled.site(), language, audience);
    return LastLook.passes(SlackLimits.violations(message), "run " + post.run())
        ? message
        : RunSummary.least(report, settled.site(), language);
  }

  private Future<Outcome> show(Going going) {
    var post = going.post();
    if (going.isSilentYet()) {
      return Future.succeededFuture(Outcome.done());
    }
    if (post.shown().isPresent()) {
      var wait = SlackLimits.BETWEEN_EDITS.minus(post.shown().get().ago());
      if (post.shown().get().hash().equals(going.message().hash())) {
        return Future.succeededFuture(unchanged(going));
      }
      if (wait.isPositive()) {
        return Future.succeededFuture(Outcome.later(wait));
      }
    }
    return ladder.go(going);
  }

  private Outcome unchanged(Going going) {
    return going.isEnd()
        ? Outcome.done(
            parts
                .posts()
                .shown(
                    going.tenant(),
                    going.post().id(),
                    going.post().kept(),
                    going.message().hash(),
                    true))
        : new Outcome.Done(Besides.NOTHING, Optional.of(LOOK));
  }

  @Override
  public Future<Besides> giveUp(Parcel parcel, String why) {
    return switch (Outgoing.read(parcel.body())) {
      case Outgoing.OfRun about -> giveUp(parcel.tenant(), about, why);
      case Outgoing.Digest digest -> digests.giveUp(parcel.tenant(), digest, why);
    };
  }

  /** Of a run that goes on nothing is lost: its end comes as a message of its own. */
  private Future<Besides> giveUp(TenantId tenant, Outgoing.OfRun about, String why) {
    return parts
        .posts()
        .find(tenant, about.post())
        .compose(
            post ->
                post.isEmpty()
                    ? Future.succeededFuture(Besides.NOTHING)
                    : read(tenant, post.get(), true)
                        .map(
                            going ->
                                going.isEnd()
                                    ? ladder.inInbox(
                                        going, Ladder.why(going.post(), "given_up " + why))
                                    : Besides.NOTHING));
  }
}
