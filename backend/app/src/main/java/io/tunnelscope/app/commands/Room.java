package io.tunnelscope.app.commands;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The place in which something was said, and what only that place can do. Any thread. */
public interface Room {
  /** The same when the same command comes again; 1 to 150 characters. */
  String key();

  /** Rows beside the runs that the command starts, so that their story is told here. */
  Future<RunStore.Besides> follow(Principal who, Command.Run how);

  /** Whether many people listen here who may be told things unasked. */
  boolean isChannel();

  /**
   * @param target empty for all there are and will be
   */
  Future<Void> subscribe(
      Principal who, Optional<KnownTarget> target, Set<Occasion> on, boolean digest);

  /**
   * What the place is told of.
   *
   * @param key resource id of a target, in small letters, or {@code *}
   */
  record Told(String key, String name, Set<Occasion> on) {
    public Told {
      on = Set.copyOf(on);
    }
  }

  /**
   * What the place is told of now: a few hundred at most.
   *
   * @param wanted a name or resource id, any case; in a name each asterisk stands for any letters.
   *     An asterisk alone means all there are and will be, which no other pattern does
   */
  Future<List<Told>> told(Principal who, String wanted);

  /**
   * The place is told of a target on those occasions no more.
   *
   * @param key as in {@link Told}
   * @return on which it is told still; none: the subscription ended
   */
  Future<Set<Occasion>> unsubscribe(Principal who, String key, Set<Occasion> on);

  /** When the place hears of it again. */
  Future<Instant> mute(Principal who, Optional<KnownTarget> target, Duration time);

  /** A one-time address at which the caller says, signed in, who they are. */
  Future<Answer> link();

  /** False when nobody knew them. */
  Future<Boolean> unlink();

  /** What the place is called in a sentence about rights, like a channel and its ceiling. */
  Answer.Said rights(Optional<Principal> who);

  /** Where a run is shown in a browser. */
  String page(RunId run);

  /** The same of a target. */
  String page(ArmId target);

  /** The same of a list of the tenant's. */
  String page(Page list);

  /** Lists that have a page. */
  enum Page {
    TARGETS,
    RUNS,
    SCHEDULES
  }
}
