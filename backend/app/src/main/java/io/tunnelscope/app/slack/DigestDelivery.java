package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.outbox.Outcome;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells a channel in one message of the runs that ended within an hour: once, by an id that is made
 * of the hour. It has no other way than its channel. Any context.
 */
final class DigestDelivery {
  private final SlackDelivery.Parts parts;
  private final PacedCalls calls;

  DigestDelivery(SlackDelivery.Parts parts) {
    this.parts = parts;
    this.calls = new PacedCalls(parts.buckets());
  }

  Future<Outcome> deliver(TenantId tenant, Outgoing.Digest digest) {
    return message(tenant, digest)
        .compose(
            message ->
                message.isEmpty()
                    ? Future.succeededFuture(Outcome.done(parts.digests().told(tenant, digest)))
                    : parts
                        .tokens()
                        .means(tenant, digest.channel().workspace())
                        .compose(
                            means ->
                                switch (means) {
                                  case BotTokens.Means.Good(var token) ->
                                      post(tenant, digest, message.get(), token);
                                  case BotTokens.Means.None(var why) ->
                                      Future.succeededFuture(
                                          Outcome.done(
                                              inInbox(
                                                  tenant,
                                                  digest,
                                                  message.get(),
                                                  "channel: " + why)));
                                }));
  }

  /** Empty when all its runs are gone. */
  private Future<Optional<SlackMessage>> message(TenantId tenant, Outgoing.Digest digest) {
    return parts
        .digests()
        .runs(tenant, digest)
        .compose(
            runs ->
                runs.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : parts
                        .sites()
                        .of(tenant)
                        .compose(
                            settled ->
                                Future.join(
                                        runs.stream()
                                            .limit(DigestSummary.MOST_LINES)
                                            .map(run -> parts.reports().of(tenant, run))
                                            .toList())
                                    .map(
                                        reports ->
                                            Optional.of(
                                                DigestSummary.of(
                                                    reports.list(),
                                                    runs.size(),
                                                    settled.site(),
                                                    settled.language())))));
  }

  private Future<Outcome> post(
      TenantId tenant, Outgoing.Digest digest, SlackMessage message, Secret token) {
    var channel = digest.channel();
    var id =
        UUID.nameUUIDFromBytes(
            (tenant + " " + channel.lane() + " " + digest.period()).getBytes(UTF_8));
    return calls.make(
        new PacedCalls.Call(
            tenant, channel.workspace(), SlackMethod.POST_MESSAGE, Optional.of(channel.id())),
        () -> parts.client().post(token, channel.id(), message, id),
        _ -> Future.succeededFuture(Outcome.done(parts.digests().told(tenant, digest))),
        error ->
            Future.succeededFuture(
                Outcome.done(inInbox(tenant, digest, message, "channel: " + error))));
  }

  private Besides inInbox(
      TenantId tenant, Outgoing.Digest digest, SlackMessage message, String why) {
    return parts
        .digests()
        .told(tenant, digest)
        .and(
            parts
                .undelivered()
                .add(
                    tenant,
                    new Undelivered(
                        parts.ids().next(),
                        parts.clock().instant(),
                        digest.channel(),
                        Optional.empty(),
                        Optional.empty(),
                        why,
                        message.text())));
  }

  /** What to write when it is given up. */
  Future<Besides> giveUp(TenantId tenant, Outgoing.Digest digest, String why) {
    return message(tenant, digest)
        .map(
            message ->
                message
                    .map(text -> inInbox(tenant, digest, text, "given_up: " + why))
                    .orElse(Besides.NOTHING));
  }
}
