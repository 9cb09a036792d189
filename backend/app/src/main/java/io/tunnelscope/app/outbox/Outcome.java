package io.tunnelscope.app.outbox;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.outbox.OutboxStore.Besides;
import java.time.Duration;
import java.util.Optional;

/** What became of an attempt to deliver. */
public sealed interface Outcome {

  /**
   * There is nothing more to do, or nothing more for now.
   *
   * @param besides written together with the end of the message
   * @param again when to look at the same message once more; empty: it is gone
   */
  record Done(Besides besides, Optional<Duration> again) implements Outcome {
    public Done {
      requireNonNull(besides, "besides");
      requireNonNull(again, "again");
    }
  }

  /**
   * Not now. Others of the lane may go first, and it counts as no attempt.
   *
   * @param besides written whatever comes later
   */
  record Later(Besides besides, Duration rest) implements Outcome {
    public Later {
      requireNonNull(besides, "besides");
      requireNonNull(rest, "rest");
    }
  }

  /**
   * It failed, or may have: to be tried again, and the lane rests until then so that its order
   * holds.
   *
   * @param why a word for people who look after the installation
   */
  record Failed(String why) implements Outcome {
    public Failed {
      requireNonNull(why, "why");
    }
  }

  static Outcome done(Besides besides) {
    return new Done(besides, Optional.empty());
  }

  static Outcome done() {
    return done(Besides.NOTHING);
  }

  static Outcome later(Duration rest) {
    return new Later(Besides.NOTHING, rest);
  }
}
