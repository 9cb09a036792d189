package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.outbox.Outcome;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls Slack no faster than all nodes together may, and after a 429 not before Slack wants it. Any
 * context.
 */
final class PacedCalls {
  private final BucketStore buckets;

  PacedCalls(BucketStore buckets) {
    this.buckets = buckets;
  }

  /**
   * What is called.
   *
   * @param channel in which a message is posted, which has a pace of its own
   */
  record Call(TenantId tenant, UUID workspace, SlackMethod method, Optional<String> channel) {}

  /** Calls once if it may now; {@link Later} without a call when it may not. */
  Future<SlackAnswer> once(Call call, Supplier<Future<SlackAnswer>> work) {
    return buckets
        .take(call.tenant(), call.workspace(), call.method(), call.channel())
        .compose(
            wait ->
                wait.isPresent()
                    ? Future.succeededFuture(new Later(wait.get()))
                    : work.get().compose(answer -> rested(call, answer)));
  }

  private Future<SlackAnswer> rested(Call call, SlackAnswer answer) {
    return answer instanceof Later(var after)
        ? buckets.rest(call.tenant(), call.workspace(), call.method(), after).map(answer)
        : Future.succeededFuture(answer);
  }

  /**
   * As {@link #once}, for the outbox; what may have been done is to be tried again.
   *
   * @param refused goes on with Slack's word for why not
   */
  Future<Outcome> make(
      Call call,
      Supplier<Future<SlackAnswer>> work,
      Function<Sent, Future<Outcome>> sent,
      Function<String, Future<Outcome>> refused) {
    return once(call, work)
        .compose(
            answer ->
                switch (answer) {
                  case Sent done -> sent.apply(done);
                  case Refused(var error) -> refused.apply(error);
                  case Ambiguous(var why) -> Future.succeededFuture(new Outcome.Failed(why));
                  case Later(var after) -> Future.succeededFuture(Outcome.later(after));
                });
  }
}
