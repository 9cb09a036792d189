package io.tunnelscope.app.slack;

import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the bot of a workspace does for who is there: with the token that is good now, and no faster
 * than all nodes together may. Any thread.
 */
final class BotCalls {
  private final BotTokens tokens;
  private final PacedCalls paced;

  BotCalls(BotTokens tokens, BucketStore buckets) {
    this.tokens = tokens;
    this.paced = new PacedCalls(buckets);
  }

  /**
   * Calls once if it may now.
   *
   * @param channel in which a message is posted
   */
  Future<SlackAnswer> once(
      WorkspaceStore.Known workspace,
      SlackMethod method,
      Optional<String> channel,
      Function<Secret, Future<SlackAnswer>> work) {
    return tokens
        .means(workspace.tenant(), workspace.id())
        .compose(
            means ->
                switch (means) {
                  case BotTokens.Means.Good(var token) ->
                      paced.once(
                          new PacedCalls.Call(workspace.tenant(), workspace.id(), method, channel),
                          () -> work.apply(token));
                  case BotTokens.Means.None(var why) -> Future.succeededFuture(new Refused(why));
                });
  }
}
