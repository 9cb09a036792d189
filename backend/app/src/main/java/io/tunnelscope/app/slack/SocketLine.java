package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.Origin;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of Socket Mode, from Slack's hello to its end. What is not acknowledged on it
 * Slack sends again on another. Made, called and answering on one context.
 */
final class SocketLine {
  private static final Logger log = LoggerFactory.getLogger(SocketLine.class);
  private static final String AGENT = "Slack Socket Mode";
  private static final int MOST_IN_HAND = 200;
  private static final Buffer SIGN_OF_LIFE = Buffer.buffer("?");

  private final Vertx vertx;
  private final Context context;
  private final WebSocket socket;
  private final SocketPace pace;
  private final SocketRequests requests;
  private final Supplier<UUID> ids;
  private final Promise<SocketFrame.Hello> hello = Promise.promise();
  private final Promise<String> leaving = Promise.promise();
  private final Promise<String> ended = Promise.promise();
  private final Promise<Void> idle = Promise.promise();
  private final long alarm;
  private final long pulse;
  private long heardAt = System.nanoTime();
  private long greetedAt = heardAt;
  private int inHand;
  private boolean taking = true;
  private int refused;

  /**
   * @param greeting how long to wait for Slack's hello
   * @param ids of the requests
   */
  SocketLine(
      Vertx vertx,
      WebSocket socket,
      SocketPace pace,
      Duration greeting,
      SocketRequests requests,
      Supplier<UUID> ids) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.socket = socket;
    this.pace = pace;
    this.requests = requests;
    this.ids = ids;
    this.alarm = vertx.setTimer(Math.max(1, greeting.toMillis()), _ -> end("no_hello"));
    this.pulse = vertx.setPeriodic(pace.ping().toMillis(), _ -> feelPulse());
    socket
        .textMessageHandler(this::hear)
        .pongHandler(_ -> heardAt = System.nanoTime())
        .exceptionHandler(_ -> end("broken"))
        .closeHandler(_ -> end("closed"));
  }

  /** Fails with the word why it ended before. */
  Future<SocketFrame.Hello> hello() {
    return hello.future();
  }

  /** Completes with Slack's word when it says that it will end the connection. */
  Future<String> leaving() {
    return leaving.future();
  }

  /** Completes with a word when nothing comes and goes here any more. */
  Future<String> ended() {
    return ended.future();
  }

  /** How long ago Slack said hello. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - greetedAt);
  }

  /**
   * Takes nothing more, and ends when what was taken is acknowledged, or after the grace. Never
   * fails.
   */
  Future<Void> leave(Duration grace) {
    taking = false;
    if (inHand == 0) {
      end("left");
    }
    long timer = vertx.setTimer(Math.max(1, grace.toMillis()), _ -> end("left"));
    idle.future().onComplete(_ -> end("left"));
    return ended.future().onComplete(_ -> vertx.cancelTimer(timer)).mapEmpty();
  }

  private void end(String why) {
    if (!ended.tryComplete(why)) {
      return;
    }
    taking = false;
    vertx.cancelTimer(alarm);
    vertx.cancelTimer(pulse);
    hello.tryFail(new Ended(why));
    socket.close();
  }

  /** Before Slack's hello. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended(String why) {
      super(why, null, false, false);
    }
  }

  private void feelPulse() {
    var quiet = Duration.ofNanos(System.nanoTime() - heardAt);
    if (quiet.compareTo(pace.silent()) >= 0) {
      end("silent");
    } else if (quiet.compareTo(pace.ping()) >= 0) {
      socket.writePing(SIGN_OF_LIFE);
    }
  }

  private void hear(String text) {
    heardAt = System.nanoTime();
    switch (SocketFrame.read(text)) {
      case SocketFrame.Hello greeting -> {
        vertx.cancelTimer(alarm);
        greetedAt = heardAt;
        hello.tryComplete(greeting);
      }
      case SocketFrame.Leave(var reason) -> leave(reason);
      case SocketFrame.Envelope envelope -> take(envelope);
      case SocketFrame.Noise _ -> log.atDebug().log("Slack said something that is not understood");
    }
  }

  /** Without a hello before it, nothing will follow. */
  private void leave(String reason) {
    leaving.tryComplete(reason);
    if (!hello.future().isComplete()) {
      end(reason);
    }
  }

  private void take(SocketFrame.Envelope envelope) {
    if (!taking) {
      return;
    }
    if (inHand >= MOST_IN_HAND) {
      refused++;
      return;
    }
    inHand++;
    Future.succeededFuture()
        .compose(_ -> requests.take(envelope, origin()))
        .onComplete(taken -> context.runOnContext(_ -> done(envelope, taken)));
  }

  private Origin origin() {
    return new Origin(socket.remoteAddress().hostAddress(), AGENT, ids.get().toString());
  }

  private void done(SocketFrame.Envelope envelope, AsyncResult<SlackDoor.Ack> taken) {
    if (taken.succeeded()) {
      acknowledge(envelope, taken.result());
    } else {
      log.atWarn()
          .addKeyValue("type", envelope.type())
          .addKeyValue("failure", taken.cause().getClass().getSimpleName())
          .log("not done: Slack is to send it again");
    }
    inHand--;
    if (inHand > 0) {
      return;
    }
    if (refused > 0) {
      log.atWarn()
          .addKeyValue("refused", refused)
          .log("Slack sent more than could be done at once");
      refused = 0;
    }
    if (!taking) {
      idle.tryComplete();
    }
  }

  /** What is not understood would not be, however often it came. */
  private void acknowledge(SocketFrame.Envelope envelope, SlackDoor.Ack ack) {
    if (ack.status() == SlackDoor.Ack.FULL.status()) {
      return;
    }
    if (ack.status() != SlackDoor.Ack.TAKEN.status()) {
      log.atWarn()
          .addKeyValue("type", envelope.type())
          .log("not understood: nothing was done, and Slack need not send it again");
    }
    var said = new JsonObject().put("envelope_id", envelope.id());
    if (envelope.takesAnswer()) {
      ack.body().ifPresent(body -> said.put("payload", body));
    }
    boolean gone = ended.future().isComplete();
    var sent =
        gone
            ? Future.<Void>failedFuture(new Ended("gone"))
            : socket.writeTextMessage(said.encode());
    if (ack.body().isPresent() && !envelope.takesAnswer()) {
      requests.unsaid(envelope, ack);
    } else {
      sent.onFailure(_ -> requests.unsaid(envelope, ack));
    }
  }
}
