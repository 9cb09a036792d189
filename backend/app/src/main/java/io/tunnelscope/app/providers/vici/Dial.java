package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.Stay;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a connection up that is down, to see what happens, and leaves it as it was found: what
 * this side made is taken down again, and nothing else. Used once, on one context.
 */
final class Dial {
  private static final Logger LOG = LoggerFactory.getLogger(Dial.class);

  /** So long that two messages are repeated with charon's own timers, after 4 s and 7.2 s more. */
  private static final Duration PATIENCE = Duration.ofMillis(11_500);

  /** Less would only tell that it takes longer. */
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  /** A daemon tells after its own time that it is up. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(3);

  /** The answer, the look at what came of it, and the clean-up. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(6);

  private static final int CLEAN_UPS = 2;

  private final Node node;
  private final ViciAddress address;
  private final LoadedConnection connection;
  private final Made made;
  private final Stay stay;
  private final Duration patience;

  /**
   * @param found what was there before, with its tunnels
   */
  Dial(Node node, ViciAddress address, LoadedConnection connection, Snapshot found, Stay stay) {
    this.node = node;
    this.address = address;
    this.connection = connection;
    this.made = new Made(node, address, connection.name(), found);
    this.stay = stay;
    var left = stay.deadline().earlierBy(AFTERWARDS).remaining();
    this.patience = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
  }

  /** Whether the run has the time for it. */
  boolean fits() {
    return patience.compareTo(LEAST_PATIENCE) >= 0;
  }

  /**
   * Dials, looks, cleans up, in this order. The clean-up comes whatever failed before, and after
   * the deadline of the run too.
   *
   * @param onLine for what the daemon says while it tries
   * @param look what is to be seen before it is taken down again, told whether the tunnel came up;
   *     a failure to dial is mostly {@link ViciFailed}
   * @return what the look returned
   */
  <T> Future<T> then(Consumer<ViciMessage> onLine, Function<AsyncResult<Boolean>, Future<T>> look) {
    return dial(onLine).transform(look).eventually(() -> cleanUp(CLEAN_UPS));
  }

  private Future<Boolean> dial(Consumer<ViciMessage> onLine) {
    var deadline = Deadline.after(patience.plus(TO_ANSWER));
    return ViciConnection.open(node.vertx(), address, deadline)
        .compose(
            daemon ->
                daemon.during(
                    _ ->
                        stay.unlessCancelled(
                            node.vertx(),
                            daemon.stream("initiate", "control-log", child(), onLine, deadline))))
        .map(answer -> answer.text("success").filter("yes"::equals).isPresent());
  }

  private ViciMessage child() {
    return ViciMessage.builder()
        .text("child", connection.children().firstEntry().getKey())
        .text("ike", connection.name())
        .text("timeout", Long.toString(patience.toMillis()))
        .text("loglevel", "1")
        .build();
  }

  /** Best effort: a daemon that has gone away meanwhile has nothing left. */
  private Future<Void> cleanUp(int tries) {
    return made.takeDown()
        .recover(
            failure -> {
              if (tries > 1) {
                return cleanUp(tries - 1);
              }
              LOG.atWarn()
                  .addKeyValue("gateway", address)
                  .addKeyValue("failure", failure.getMessage())
                  .log("what was dialled may still be up");
              return Future.succeededFuture();
            });
  }
}
