package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.slack.PostStore.SealedReply;
import io.vertx.core.Future;
import java.util.Optional;

/** Opens the messages of runs that are asked for in Slack. Any thread. */
public final class RunMessages {
  private final PostStore posts;
  private final Envelope envelope;
  private final Uuid7 ids;

  public RunMessages(PostStore posts, Envelope envelope, Uuid7 ids) {
    this.posts = posts;
    this.envelope = envelope;
    this.ids = ids;
  }

  /**
   * What to write besides the runs that one command starts: their messages go to that place, from
   * the moment the runs are queued until they show the results. Asked for before the transaction,
   * as sealing the address takes one of its own; serves any number of runs.
   */
  public Future<RunStore.Besides> open(TenantId tenant, Destination destination) {
    return seal(tenant, destination)
        .map(reply -> (c, _, run) -> posts.open(c, tenant, run, ids.next(), destination, reply));
  }

  private Future<Optional<SealedReply>> seal(TenantId tenant, Destination destination) {
    if (destination.reply().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    var reply = destination.reply().get();
    var id = ids.next();
    return envelope
        .seal(tenant, PostStore.placeOf(id), reply.url())
        .map(url -> Optional.of(new SealedReply(id, url, reply.until(), reply.uses())));
  }
}
