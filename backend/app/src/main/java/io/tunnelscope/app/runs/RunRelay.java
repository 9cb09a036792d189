package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Channel;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.RunId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Carries the hints of this process to the others and theirs to it, so that a run that was asked
 * for here begins there at once, and a page here sees at once what a worker there does. However
 * much happens, it speaks twenty times a second at most, and never in a transaction of anybody
 * else. Where a hint is lost, workers and pages find out by looking themselves, a moment later.
 *
 * <p>A hint is the id of the process, whether lanes may be ready, and the ids of runs that told
 * something: {@code NODE ready RUN RUN}; a {@code *} stands for any run.
 */
public final class RunRelay {
  private static final String CHANNEL = "tunnelscope_runs";
  private static final String READY = "ready";
  private static final String ANY = "*";
  private static final Duration APART = Duration.ofMillis(50);
  private static final int MOST_RUNS = 100;

  private final Vertx vertx;
  private final RunSignals signals;
  private final String node;
  private final Channel channel;

  /** To be said next. Guarded by this. */
  private final Set<RunId> told = new LinkedHashSet<>();

  private boolean ready;
  private boolean busy;
  private long saidAt = System.nanoTime() - APART.toNanos();

  private RunRelay(Vertx vertx, Db db, RunSignals signals, UUID node) {
    this.vertx = vertx;
    this.signals = signals;
    this.node = node.toString();
    this.channel = db.listen(CHANNEL, this::hear, this::missed);
  }

  /**
   * Begins to listen and to speak.
   *
   * @param node of this process: it passes over what it said itself
   */
  public static RunRelay start(Vertx vertx, Db db, RunSignals signals, UUID node) {
    var relay = new RunRelay(vertx, db, signals, node);
    signals.passOnTo(
        new RunSignals.Others() {
          @Override
          public void ready() {
            relay.ready();
          }

          @Override
          public void told(RunId run) {
            relay.told(run);
          }
        });
    return relay;
  }

  private synchronized void ready() {
    ready = true;
    speakSoon();
  }

  private synchronized void told(RunId run) {
    // One more than are named means: any.
    if (told.size() <= MOST_RUNS) {
      told.add(run);
    }
    speakSoon();
  }

  /** At once after a silence. What comes while something is on its way goes with the next. */
  private void speakSoon() {
    if (!busy) {
      busy = true;
      long left = APART.toNanos() - (System.nanoTime() - saidAt);
      vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), _ -> speak());
    }
  }

  private void speak() {
    // Lost is lost: the others look by themselves.
    channel.say(next()).onComplete(_ -> spoken());
  }

  private synchronized String next() {
    var text = new StringBuilder(node);
    if (ready) {
      text.append(' ').append(READY);
    }
    if (told.size() > MOST_RUNS) {
      text.append(' ').append(ANY);
    } else if (!told.isEmpty()) {
      text.append(told.stream().map(RunId::toString).collect(Collectors.joining(" ", " ", "")));
    }
    ready = false;
    told.clear();
    saidAt = System.nanoTime();
    return text.toString();
  }

  private synchronized void spoken() {
    busy = false;
    if (ready || !told.isEmpty()) {
      speakSoon();
    }
  }

  private void hear(String text) {
    var words = text.split(" ", MOST_RUNS + 3);
    if (words[0].equals(node)) {
      return;
    }
    for (int n = 1; n < words.length; n++) {
      switch (words[n]) {
        case READY -> signals.readyElsewhere();
        case ANY -> signals.toldElsewhere();
        default -> run(words[n]).ifPresent(signals::toldElsewhere);
      }
    }
  }

  /** Empty for whatever else somebody may say on the channel. */
  private static Optional<RunId> run(String word) {
    try {
      return Optional.of(new RunId(UUID.fromString(word)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whatever was said while nobody listened. */
  private void missed() {
    signals.readyElsewhere();
    signals.toldElsewhere();
  }

  /** Speaks and hears no more. */
  public Future<Void> stop() {
    signals.passOnTo(RunSignals.Others.NONE);
    return channel.close();
  }
}
