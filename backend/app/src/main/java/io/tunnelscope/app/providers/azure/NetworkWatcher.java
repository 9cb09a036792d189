package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The network watcher of a region, and the asynchronous operations that it is asked for. */
final class NetworkWatcher {
  private static final String VERSION = "?api-version=2024-05-01";

  /** It is kept as part of a bookmark. */
  private static final int LONGEST_ADDRESS = 2_000;

  /** What came of an attempt to start. */
  sealed interface Started {
    record Done(TroubleshootResult result) implements Started {}

    record Going(Operation operation, Optional<Duration> retryAfter) implements Started {}

    /** Another run of the subscription is under way. */
    record Busy(Optional<Duration> retryAfter) implements Started {}

    /** Not started, and it would not be the next time. */
    record Refused(int status, String code) implements Started {}
  }

  /** How far an operation is. */
  sealed interface State {
    record Done(TroubleshootResult result) implements State {}

    record Going(Optional<Duration> retryAfter) implements State {}

    /** It ended, or is not known any more, and has no result to fetch. */
    record Lost() implements State {}

    record Failed(String code) implements State {}
  }

  private final Arm arm;
  private final ArmId id;

  NetworkWatcher(Arm arm, ArmId id) {
    this.arm = arm;
    this.id = id;
  }

  /** The answer that lists all watchers of the subscription. */
  static Future<ArmAnswer> list(Arm arm, Deadline deadline) {
    return arm.get(
        arm.at(
            ArmPath.subscription(arm.account())
                + "/providers/Microsoft.Network/networkWatchers"
                + VERSION),
        deadline);
  }

  static Optional<NetworkWatcher> inRegion(Arm arm, Members list, String region) {
    return list.objects("value").stream()
        .filter(each -> AzureResource.region(each.text("location").orElse("")).equals(region))
        .flatMap(each -> each.text("id").flatMap(ArmId::parse).stream())
        .findFirst()
        .map(found -> new NetworkWatcher(arm, found));
  }

  Future<Started> start(ArmId target, LogStorage storage, Deadline deadline) {
    var body =
        about(target)
            .put(
                "properties",
                new JsonObject()
                    .put("storageId", storage.account().value())
                    .put("storagePath", storage.container().toString()));
    return arm.start(action("troubleshoot"), body, deadline)
        .compose(
            answer ->
                switch (answer.status()) {
                  case 202 -> operation(answer);
                  case 409 -> Future.succeededFuture(new Started.Busy(answer.retryAfter()));
                  default ->
                      answer.isDone()
                          ? done(answer)
                          : Future.succeededFuture(
                              new Started.Refused(answer.status(), answer.code()));
                })
        .recover(NetworkWatcher::busyWhenThrottled);
  }

  /**
   * The last result of the target, or the operation that will have it; empty when there is none.
   * Never starts anything.
   */
  Future<Optional<Started>> last(ArmId target, Deadline deadline) {
    return arm.query(action("queryTroubleshootResult"), about(target), deadline)
        .compose(
            answer -> {
              if (answer.isAccepted()) {
                return operation(answer).map(Optional::of);
              }
              return Future.succeededFuture(
                  answer.isDone()
                      ? TroubleshootResult.read(answer.body()).map(Started.Done::new)
                      : Optional.<Started>empty());
            });
  }

  Future<State> poll(Operation operation, Deadline deadline) {
    if (operation.status().isPresent()) {
      return arm.named(operation.status().get())
          .compose(address -> arm.get(address, deadline))
          .compose(answer -> ofStatus(operation, answer, deadline));
    }
    return operation.location().isPresent()
        ? atLocation(operation.location().get(), deadline)
        : Future.succeededFuture(new State.Lost());
  }

  private Future<State> ofStatus(Operation operation, ArmAnswer answer, Deadline deadline) {
    if (answer.isAccepted()) {
      return Future.succeededFuture(new State.Going(answer.retryAfter()));
    }
    if (!answer.isDone()) {
      return Future.succeededFuture(unanswered(answer));
    }
    return switch (answer.body().text("status").orElse("").toLowerCase(Locale.ROOT)) {
      case "succeeded" ->
          operation.location().isPresent()
              ? atLocation(operation.location().get(), deadline)
              : Future.succeededFuture(new State.Lost());
      case "failed", "canceled", "cancelled" ->
          Future.succeededFuture(new State.Failed(answer.codeOr("Canceled")));
      default -> Future.succeededFuture(new State.Going(answer.retryAfter()));
    };
  }

  private Future<State> atLocation(String location, Deadline deadline) {
    return arm.named(location)
        .compose(address -> arm.get(address, deadline))
        .map(
            answer -> {
              if (answer.isAccepted()) {
                return new State.Going(answer.retryAfter());
              }
              return answer.isDone()
                  ? TroubleshootResult.read(answer.body())
                      .<State>map(State.Done::new)
                      .orElseGet(State.Lost::new)
                  : unanswered(answer);
            });
  }

  private static State unanswered(ArmAnswer answer) {
    return answer.status() == 404 || answer.status() == 410
        ? new State.Lost()
        : new State.Failed(answer.code());
  }

  /** Both addresses are checked before they are kept: a foreign one ends the run. */
  private Future<Started> operation(ArmAnswer answer) {
    var operation = new Operation(answer.header("Azure-AsyncOperation"), answer.header("Location"));
    return checked(operation.status())
        .compose(_ -> checked(operation.location()))
        .map(_ -> new Started.Going(operation, answer.retryAfter()));
  }

  private Future<Void> checked(Optional<String> address) {
    if (address.filter(text -> text.length() > LONGEST_ADDRESS).isPresent()) {
      return Arm.failed(new CollectFailure.Malformed());
    }
    return address.map(named -> arm.named(named).<Void>mapEmpty()).orElse(Future.succeededFuture());
  }

  private static Future<Started> done(ArmAnswer answer) {
    return TroubleshootResult.read(answer.body())
        .<Future<Started>>map(result -> Future.succeededFuture(new Started.Done(result)))
        .orElseGet(() -> Arm.failed(new CollectFailure.Malformed()));
  }

  private static Future<Started> busyWhenThrottled(Throwable failure) {
    return failure instanceof CollectFailed failed
            && failed.failure() instanceof CollectFailure.Throttled throttled
        ? Future.succeededFuture(new Started.Busy(throttled.retryAfter()))
        : Future.failedFuture(failure);
  }

  private URI action(String name) {
    return arm.at(ArmPath.of(id) + "/" + name + VERSION);
  }

  private static JsonObject about(ArmId target) {
    return new JsonObject().put("targetResourceId", target.value());
  }
}
