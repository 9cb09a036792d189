package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.ViciFailed.malformed;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.Event;
import io.tunnelscope.app.providers.vici.ViciPacket.FromClient;
import io.tunnelscope.app.providers.vici.ViciPacket.FromDaemon.Answer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One connection to a daemon. May be used from any thread. Futures complete, and events arrive, on
 * the Vert.x context from which the connection was opened.
 *
 * <p>The protocol numbers nothing, so one request is asked at a time and the others wait. Whoever
 * wants to hear events while a long command runs opens a second connection.
 *
 * <p>Futures fail with {@link ViciFailed}. After a failure the answers could not be told apart any
 * more: the connection is closed, and all that waits and all that is asked afterwards fails with
 * that same failure. Two do no harm: {@link ViciFailure.NotOffered}, and the deadline of a request
 * that was still waiting for its turn.
 *
 * <p>That a command failed at the gateway is no failure here: {@code initiate}, {@code terminate},
 * {@code install} and all that load or unload answer with {@code success=no} and a sentence in
 * {@code errmsg}, which the caller reads. Nor does a deadline or a hang-up call anything off: an
 * {@code initiate} that nobody waits for goes on at the gateway until its own time is up.
 */
public final class ViciConnection {

  /** Requests that may wait, the one that is being asked included. */
  static final int MAX_REQUESTS = 64;

  /** Events of one stream; a large gateway has 10,000 tunnels. */
  static final int MAX_EVENTS = 100_000;

  /** Bytes of one stream: 30,000 tunnels of 2 kB each, for who asks may keep them all. */
  static final long MAX_STREAM = 64L * 1024 * 1024;

  /** A daemon confirms a registration without any work. */
  private static final Duration TIME_TO_CONFIRM = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Context context;
  private final ViciDial.Line line;
  private final ViciFrames frames = new ViciFrames();
  private final Promise<Void> over = Promise.promise();

  // What follows is touched on the context only.

  /** The first one is being asked. */
  private final Deque<ViciExchange> exchanges = new ArrayDeque<>();

  private final Map<String, ViciListener> listeners = new HashMap<>();
  private Optional<RuntimeException> end = Optional.empty();

  private ViciConnection(Vertx vertx, Context context, ViciDial.Line line) {
    this.vertx = vertx;
    this.context = context;
    this.line = line;
    line.socket().handler(this::received);
    line.socket().exceptionHandler(_ -> hungUp());
    line.socket().closeHandler(_ -> hungUp());
  }

  /** Fails at the deadline at the latest. */
  public static Future<ViciConnection> open(Vertx vertx, ViciAddress address, Deadline deadline) {
    requireNonNull(address);
    requireNonNull(deadline);
    Context context = vertx.getOrCreateContext();
    Promise<ViciConnection> opened = Promise.promise();
    context.runOnContext(
        _ ->
            new ViciDial(vertx, address, deadline)
                .dial()
                .map(line -> new ViciConnection(vertx, context, line))
                .onComplete(opened));
    return opened.future();
  }

  /** Closes this connection as soon as the work has ended, however it does. */
  <T> Future<T> during(Function<ViciConnection, Future<T>> work) {
    return Future.succeededFuture(this).compose(work).onComplete(_ -> close());
  }

  /**
   * The response to a command without a stream.
   *
   * @throws IllegalArgumentException the arguments are longer or deeper than a daemon would take
   */
  public Future<ViciMessage> request(String command, ViciMessage arguments, Deadline deadline) {
    return ask(ViciExchange.request(new CommandRequest(command, arguments), deadline));
  }

  /**
   * Asks a command that tells most of its answer in events, like {@code list-sas} in {@code
   * list-sa}: hands them over as they come and completes with the response that ends them. More
   * than {@value #MAX_EVENTS} events or {@value #MAX_STREAM} bytes are malformed. What {@code
   * onEvent} throws ends the connection and is the failure.
   *
   * @throws IllegalArgumentException the arguments are longer or deeper than a daemon would take
   */
  public Future<ViciMessage> stream(
      String command,
      String event,
      ViciMessage arguments,
      Consumer<ViciMessage> onEvent,
      Deadline deadline) {
    requireNonNull(onEvent);
    var request = new CommandRequest(command, arguments);
    var listener = ViciListener.upTo(MAX_EVENTS, MAX_STREAM, onEvent);
    return ask(ViciExchange.stream(request, event, listener, deadline));
  }

  /**
   * Hands over every event of that name until the connection ends; completes when the daemon has
   * confirmed that, within 5 s. A daemon may send any number: what is kept is the caller's choice.
   * What {@code onEvent} throws ends the connection.
   */
  public Future<Void> listen(String event, Consumer<ViciMessage> onEvent) {
    return listen(event, onEvent, Deadline.after(TIME_TO_CONFIRM));
  }

  /** The same, confirmed by the deadline. */
  Future<Void> listen(String event, Consumer<ViciMessage> onEvent, Deadline deadline) {
    requireNonNull(onEvent);
    ViciListener listener = (message, _) -> onEvent.accept(message);
    return ask(ViciExchange.listen(event, listener, deadline)).mapEmpty();
  }

  /**
   * Completes when the connection is over: after {@link #close}, or as its failure. The only way to
   * learn that no events will come any more.
   */
  public Future<Void> ended() {
    return over.future();
  }

  /** Ends the connection; what still waits fails as {@link ViciFailure.Closed}. Never fails. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        _ -> {
          over.tryComplete();
          hungUp();
          line.close().onComplete(closed);
        });
    return closed.future();
  }

  private Future<ViciMessage> ask(ViciExchange exchange) {
    context.runOnContext(_ -> enqueue(exchange));
    return exchange.future();
  }

  private void enqueue(ViciExchange exchange) {
    Optional<RuntimeException> refusal = refusal(exchange);
    if (refusal.isPresent()) {
      exchange.fail(refusal.get());
      return;
    }
    // A timer counts whole milliseconds; one more, so that it never rings too early.
    long millis = exchange.deadline().remaining().toMillis() + 1;
    long timer = vertx.setTimer(millis, _ -> expired(exchange));
    exchange.future().onComplete(_ -> vertx.cancelTimer(timer));
    exchanges.add(exchange);
    if (exchanges.size() == 1) {
      begin();
    }
  }

  private Optional<RuntimeException> refusal(ViciExchange exchange) {
    if (end.isPresent()) {
      return end;
    }
    if (exchanges.size() >= MAX_REQUESTS) {
      return Optional.of(new IllegalStateException("too many requests on one connection"));
    }
    return exchange.deadline().isOver() ? Optional.of(silent()) : Optional.empty();
  }

  /** Sends the first that can be sent. */
  private void begin() {
    while (!exchanges.isEmpty()) {
      ViciExchange first = exchanges.element();
      if (register(first)) {
        send(first);
        return;
      }
      exchanges.remove();
      first.fail(new IllegalStateException("that event is listened to already"));
    }
  }

  /** Before anything is sent: events may come together with the confirmation. */
  private boolean register(ViciExchange exchange) {
    return exchange
        .registration()
        .map(each -> listeners.putIfAbsent(each.event(), each.listener()) == null)
        .orElse(true);
  }

  private void send(ViciExchange exchange) {
    line.socket().write(exchange.frame()).onFailure(_ -> hungUp());
  }

  private void received(Buffer bytes) {
    try {
      frames.add(bytes);
      for (var packet = frames.next();
          packet.isPresent() && end.isEmpty();
          packet = frames.next()) {
        take(ViciCodec.decode(packet.get()), packet.get().length);
      }
    } catch (RuntimeException why) {
      end(why);
    }
  }

  private void take(ViciPacket packet, int size) {
    switch (packet) {
      case Event(String event, ViciMessage message) -> listener(event).event(message, size);
      case Answer answer -> answered(answer);
      case FromClient _ -> throw malformed("a daemon that asks");
    }
  }

  private ViciListener listener(String event) {
    ViciListener listener = listeners.get(event);
    if (listener == null) {
      throw malformed("an event that nobody listens to");
    }
    return listener;
  }

  private void answered(Answer answer) {
    if (exchanges.isEmpty()) {
      throw malformed("an answer to nothing");
    }
    ViciExchange first = exchanges.element();
    first.answered(answer);
    if (!first.isDone()) {
      send(first);
      return;
    }
    exchanges.remove();
    first
        .registration()
        .filter(_ -> !first.goesOn())
        .ifPresent(each -> listeners.remove(each.event()));
    begin();
    first.complete();
  }

  private void expired(ViciExchange exchange) {
    if (exchange == exchanges.peek()) {
      end(silent());
    } else if (exchanges.remove(exchange)) {
      // Was never sent, so that the others may go on.
      exchange.fail(silent());
    }
  }

  private void hungUp() {
    end(new ViciFailed(new ViciFailure.Closed()));
  }

  private void end(RuntimeException why) {
    if (end.isPresent()) {
      return;
    }
    end = Optional.of(why);
    listeners.clear();
    line.close();
    List<ViciExchange> unanswered = List.copyOf(exchanges);
    exchanges.clear();
    unanswered.forEach(each -> each.fail(why));
    over.tryFail(why);
  }

  private static ViciFailed silent() {
    return new ViciFailed(new ViciFailure.Silent());
  }
}
