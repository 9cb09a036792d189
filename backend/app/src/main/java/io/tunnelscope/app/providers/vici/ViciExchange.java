package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.ViciFailed.malformed;
import static java.util.stream.Collectors.toCollection;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.EventConfirm;
import io.tunnelscope.app.providers.vici.ViciPacket.EventRegister;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnregister;
import io.tunnelscope.app.providers.vici.ViciPacket.FromClient;
import io.tunnelscope.app.providers.vici.ViciPacket.FromDaemon.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Something that is asked of a daemon, in one packet or in several one after the other. A command
 * that streams needs three: register, request, unregister.
 */
final class ViciExchange {
  private final Queue<Step> steps;
  private final Optional<Registration> registration;
  private final Deadline deadline;
  private final Promise<ViciMessage> promise = Promise.promise();
  private Future<ViciMessage> outcome = Future.succeededFuture(ViciMessage.empty());

  /**
   * Who is told about an event.
   *
   * @param lasting goes on after the exchange
   */
  record Registration(String event, ViciListener listener, boolean lasting) {}

  /** One packet to send; its bytes are made before it is its turn, on the caller's thread. */
  private record Step(FromClient packet, Buffer frame) {
    Step(FromClient packet) {
      this(packet, ViciFrames.frame(ViciCodec.encode(packet)));
    }
  }

  private ViciExchange(
      List<FromClient> packets, Optional<Registration> registration, Deadline deadline) {
    this.steps = packets.stream().map(Step::new).collect(toCollection(ArrayDeque::new));
    this.registration = registration;
    this.deadline = deadline;
  }

  static ViciExchange request(CommandRequest request, Deadline deadline) {
    return new ViciExchange(List.of(request), Optional.empty(), deadline);
  }

  static ViciExchange stream(
      CommandRequest request, String event, ViciListener listener, Deadline deadline) {
    return new ViciExchange(
        List.of(new EventRegister(event), request, new EventUnregister(event)),
        Optional.of(new Registration(event, listener, false)),
        deadline);
  }

  static ViciExchange listen(String event, ViciListener listener, Deadline deadline) {
    return new ViciExchange(
        List.of(new EventRegister(event)),
        Optional.of(new Registration(event, listener, true)),
        deadline);
  }

  Future<ViciMessage> future() {
    return promise.future();
  }

  Deadline deadline() {
    return deadline;
  }

  Optional<Registration> registration() {
    return registration;
  }

  /** What is to be sent, or was sent and is not answered yet. */
  Buffer frame() {
    return steps.element().frame();
  }

  /** Whether nothing more is to be sent. */
  boolean isDone() {
    return steps.isEmpty();
  }

  /**
   * Takes the answer to the step that was sent.
   *
   * @throws ViciFailed malformed: it is no answer to that
   */
  void answered(Answer answer) {
    switch (steps.remove().packet()) {
      case CommandRequest _ -> outcome = outcomeOfCommand(answer);
      case EventRegister _ -> {
        if (!isConfirmed(answer)) {
          outcome = notOffered();
          steps.clear();
        }
      }
      case EventUnregister _ -> {
        if (!isConfirmed(answer)) {
          throw malformed("a registration that got lost");
        }
      }
    }
  }

  /** Whether events are to be handed over although all is done. */
  boolean goesOn() {
    return outcome.succeeded() && registration.filter(Registration::lasting).isPresent();
  }

  /** Tells who asked. */
  void complete() {
    outcome.onComplete(promise::tryComplete, promise::tryFail);
  }

  void fail(RuntimeException why) {
    promise.tryFail(why);
  }

  private static Future<ViciMessage> outcomeOfCommand(Answer answer) {
    return switch (answer) {
      case CommandResponse(ViciMessage message) -> Future.succeededFuture(message);
      case CommandUnknown _ -> notOffered();
      case EventConfirm _, EventUnknown _ -> throw malformed("no answer to a command");
    };
  }

  private static boolean isConfirmed(Answer answer) {
    return switch (answer) {
      case EventConfirm _ -> true;
      case EventUnknown _ -> false;
      case CommandResponse _, CommandUnknown _ -> throw malformed("no answer to a registration");
    };
  }

  private static Future<ViciMessage> notOffered() {
    return Future.failedFuture(new ViciFailed(new ViciFailure.NotOffered()));
  }
}
