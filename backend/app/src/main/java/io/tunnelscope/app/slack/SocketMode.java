package io.tunnelscope.app.slack;

import io.tunnelscope.app.egress.EgressSockets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Slack for what comes in, for installations that Slack cannot reach: keeps one connection
 * open, and opens the next before it leaves one that Slack is about to end. Of several nodes each
 * has its own; Slack sends each request to one of them. Deployed once a process; its context alone
 * touches its fields.
 */
final class SocketMode extends VerticleBase {
  /** Slack's own payloads have up to 250 kB: the form of a dialog. */
  static final int MOST_BYTES = 512 * 1024;

  private static final Logger log = LoggerFactory.getLogger(SocketMode.class);

  /** So many connections in a row that were there and did not last are trouble. */
  private static final int ENDED_TOO_SOON = 2;

  /** The same trouble is told again after this. */
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(15);

  /**
   * What it needs of others.
   *
   * @param sockets that may reach the API's host
   */
  record Parts(
      SocketTickets tickets,
      EgressSockets sockets,
      SocketRequests requests,
      SocketPace pace,
      RandomGenerator random,
      Supplier<UUID> ids) {}

  private static final String WAIT =
      "none if it ends by itself; else see that this server reaches Slack over HTTPS";

  private final Parts parts;
  private final Set<SocketLine> lines = new HashSet<>();
  private Optional<SocketLine> current = Optional.empty();
  private boolean opening;
  private boolean stopping;
  private int failures;
  private String told = "";
  private long toldAt;

  SocketMode(Parts parts) {
    this.parts = parts;
  }

  /** Waits for no connection: without one the rest works, and it tries on. */
  @Override
  public Future<?> start() {
    open(Duration.ZERO);
    return Future.succeededFuture();
  }

  /** Takes nothing more; what was taken is acknowledged within the grace. Never fails. */
  Future<Void> drain(Duration grace) {
    if (context == null) {
      return Future.succeededFuture(); // never started
    }
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        _ -> {
          stopping = true;
          var leaving = new ArrayList<Future<Void>>();
          for (var line : Set.copyOf(lines)) {
            leaving.add(line.leave(grace));
          }
          Future.join(leaving).onComplete(_ -> drained.complete());
        });
    return drained.future().compose(_ -> vertx.undeploy(deploymentID())).otherwiseEmpty();
  }

  private void open(Duration pause) {
    opening = true;
    if (pause.isZero()) {
      open();
    } else {
      vertx.setTimer(pause.toMillis(), _ -> open());
    }
  }

  private void open() {
    if (stopping) {
      return;
    }
    parts
        .tickets()
        .ask(parts.pace().greeting())
        .onSuccess(
            ticket -> {
              switch (ticket) {
                case SocketTickets.Ticket.Good good -> connect(good);
                case SocketTickets.Ticket.Later(var after) -> failed("ratelimited", after);
                case SocketTickets.Ticket.Refused(var error) -> failed(error, Duration.ZERO);
                case SocketTickets.Ticket.None(var why) -> failed(why, Duration.ZERO);
              }
            });
  }

  private void connect(SocketTickets.Ticket.Good ticket) {
    parts
        .sockets()
        .connect(ticket.uri(), parts.pace().greeting())
        .onSuccess(this::greet)
        .onFailure(failure -> failed(SocketTickets.word(failure), Duration.ZERO));
  }

  private void greet(WebSocket socket) {
    if (stopping) {
      socket.close();
      return;
    }
    var line =
        new SocketLine(
            vertx, socket, parts.pace(), parts.pace().greeting(), parts.requests(), parts.ids());
    lines.add(line);
    line.ended().onSuccess(_ -> lines.remove(line));
    line.hello()
        .onSuccess(hello -> use(line, hello))
        .onFailure(failure -> failed(String.valueOf(failure.getMessage()), Duration.ZERO));
  }

  private void use(SocketLine line, SocketFrame.Hello hello) {
    opening = false;
    current.ifPresent(this::retire);
    current = Optional.of(line);
    log.atInfo()
        .addKeyValue("connections", hello.connections())
        .log("connected to Slack by Socket Mode");
    line.leaving().onSuccess(reason -> replace(line, reason));
    line.ended().onSuccess(why -> replace(line, why));
  }

  /** Slack may still send on it what it had in hand. */
  private void retire(SocketLine line) {
    long timer =
        vertx.setTimer(
            Math.max(1, parts.pace().overlap().toMillis()), _ -> line.leave(parts.pace().silent()));
    line.ended().onSuccess(_ -> vertx.cancelTimer(timer));
  }

  /** Once for each connection, however many reasons there are. */
  private void replace(SocketLine line, String why) {
    if (stopping || opening || current.filter(line::equals).isEmpty()) {
      return;
    }
    if (line.age().compareTo(parts.pace().steady()) >= 0) {
      failures = 0;
      told = "";
    } else {
      failures++;
    }
    var pause = parts.pace().pause(failures, parts.random());
    if (failures >= ENDED_TOO_SOON || !todo(why).equals(WAIT)) {
      tell(why, pause);
    } else {
      log.atInfo().addKeyValue("reason", why).log("another connection to Slack is opened");
    }
    open(pause);
  }

  private void failed(String why, Duration atLeast) {
    if (stopping) {
      return;
    }
    failures++;
    var pause = parts.pace().pause(failures, parts.random());
    var longer = pause.compareTo(atLeast) >= 0 ? pause : atLeast.plus(pause);
    tell(why, longer);
    open(longer);
  }

  /** The same not at each try. */
  private void tell(String why, Duration pause) {
    long now = System.nanoTime();
    if (why.equals(told) && now - toldAt < TOLD_AGAIN.toNanos()) {
      return;
    }
    told = why;
    toldAt = now;
    log.atWarn()
        .addKeyValue("reason", why)
        .addKeyValue("nextTryMs", pause.toMillis())
        .addKeyValue("todo", todo(why))
        .log("no connection to Slack by Socket Mode");
  }

  /** What helps, for whoever reads the log. */
  private static String todo(String why) {
    return switch (why) {
      case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive" ->
          "set TUNNELSCOPE_SLACK_APP_TOKEN to a token under Basic Information, App-Level Tokens"
              + " of the app in Slack, and restart";
      case "not_allowed_token_type" ->
          "TUNNELSCOPE_SLACK_APP_TOKEN must be an app-level token (xapp-...), not one of a bot"
              + " or user: set it and restart";
      case "missing_scope", "no_permission", "access_denied" ->
          "give the app-level token the scope connections:write, or set"
              + " TUNNELSCOPE_SLACK_APP_TOKEN to one that has it and restart";
      case "link_disabled" -> "switch Socket Mode on in the settings of the app in Slack";
      case "too_many_websockets" ->
          "Slack allows ten connections an app, one for each node and a second while it changes"
              + " over: run nine nodes at most, and stop what else uses the token";
      case "foreign_address", "forbidden" ->
          "the address that Slack gave is not below the host of TUNNELSCOPE_SLACK_API_URL, or may"
              + " not be reached: see TUNNELSCOPE_EGRESS_ALLOW";
      default -> WAIT;
    };
  }
}
