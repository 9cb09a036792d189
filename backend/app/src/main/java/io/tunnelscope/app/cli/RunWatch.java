package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a run and shows on a terminal how far it is. Outlives a restart of the server. */
final class RunWatch {
  private static final Duration SOONEST = Duration.ofMillis(150);
  private static final Duration LATEST = Duration.ofSeconds(1);

  /** A server that is restarted is back by then. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Server server;
  private final Terminal terminal;
  private final Words words;
  private final String target;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Thread waiting;
  private long seen;
  private boolean queued = true;
  private String step = "";

  RunWatch(Server server, Terminal terminal, Words words, String target) {
    this.server = server;
    this.terminal = terminal;
    this.words = words;
    this.target = target;
  }

  /** Ends the wait, from any thread. */
  void stop() {
    stopped.countDown();
    var thread = waiting;
    if (thread != null) {
      thread.interrupt(); // in case it waits for an answer
    }
  }

  /**
   * @return false when {@link #stop} came first
   */
  boolean untilFinished(String run) throws InterruptedException {
    waiting = Thread.currentThread();
    var began = terminal.clock().instant();
    try {
      return poll(run, began);
    } catch (InterruptedException e) {
      if (stopped.getCount() == 0) {
        return false;
      }
      throw e;
    } finally {
      waiting = null;
      draw("");
    }
  }

  private boolean poll(String run, Instant began) throws InterruptedException {
    var lastAnswer = began;
    var pause = SOONEST;
    while (true) {
      try {
        if (isDone(server.get("runs/" + Server.encoded(run) + "/events?after=" + seen))) {
          return true;
        }
        lastAnswer = terminal.clock().instant();
        if (queued && terminal.live()) {
          step = place(server.get("runs/" + Server.encoded(run)));
        }
      } catch (CommandFailed e) {
        if (e.status() != ExitStatus.UNREACHABLE || isOver(lastAnswer)) {
          throw e;
        }
        step = words.of("the server does not answer, trying again", "서버가 응답하지 않아 다시 시도하는 중입니다");
      }
      draw(progress(began));
      if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LATEST) > 0 ? LATEST : pause;
    }
  }

  private boolean isOver(Instant lastAnswer) {
    return Duration.between(lastAnswer, terminal.clock().instant()).compareTo(PATIENCE) > 0;
  }

  private boolean isDone(JsonNode events) {
    for (JsonNode event : events.path("items")) {
      seen = Math.max(seen, event.path("seq").asLong());
      if (event.has("state")) {
        queued = event.path("state").asText().equals("QUEUED");
      }
      var message = event.path("message").asText("");
      if (!message.isEmpty()) {
        step = message;
      }
    }
    return events.path("done").asBoolean();
  }

  private String place(JsonNode run) {
    return words.state("QUEUED") + WaitText.of(run, words).map(place -> ": " + place).orElse("");
  }

  private String progress(Instant began) {
    long seconds = Duration.between(began, terminal.clock().instant()).toSeconds();
    var text = target + ": " + (step.isEmpty() ? words.state("QUEUED") : step);
    return Ink.harmless(text) + " (" + seconds + " s)";
  }

  private void draw(String line) {
    if (terminal.live()) {
      terminal.err().print("\r\u001B[K" + line);
      terminal.err().flush();
    }
  }
}
