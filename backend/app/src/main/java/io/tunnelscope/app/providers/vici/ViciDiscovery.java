package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.GatewayDiscovery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Asks a strongSwan daemon which connections it has loaded, with {@code list-conns}. */
public final class ViciDiscovery implements GatewayDiscovery {

  /** Ten times what is kept of a gateway; names beyond are not counted any more. */
  static final int MOST = 10_000;

  private final Vertx vertx;

  public ViciDiscovery(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<List<FoundConnection>> connections(String address, Deadline deadline) {
    return ViciAddress.parse(address)
        .map(place -> ViciConnection.open(vertx, place, deadline))
        .orElseGet(() -> Future.failedFuture(new ViciFailed(new ViciFailure.Absent())))
        .compose(connection -> list(connection, deadline).onComplete(_ -> connection.close()))
        .recover(ViciDiscovery::told);
  }

  private static Future<List<FoundConnection>> list(ViciConnection connection, Deadline deadline) {
    var found = new ArrayList<FoundConnection>();
    return connection.stream(
            "list-conns",
            "list-conn",
            ViciMessage.empty(),
            event -> {
              for (var name : event.sections().keySet()) {
                if (found.size() < MOST) {
                  found.add(new FoundConnection(name));
                }
              }
            },
            deadline)
        .map(_ -> List.copyOf(found));
  }

  private static <T> Future<T> told(Throwable failure) {
    return Future.failedFuture(
        failure instanceof ViciFailed vici
            ? new CollectFailed(vici.failure().collectFailure())
            : failure);
  }
}
