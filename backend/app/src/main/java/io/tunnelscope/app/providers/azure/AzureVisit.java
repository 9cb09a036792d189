package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.providers.Stay;
import io.tunnelscope.app.providers.azure.Troubleshooting.Outcome;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.evidence.Obstacle;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Support;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One look at one target through Azure: what it is, whether it can be troubleshot, the
 * troubleshooting itself, its logs. Whatever stands in the way ends it with a report that says what
 * that is. Used once.
 */
final class AzureVisit {
  /** For what comes after the troubleshooting. */
  private static final Duration TO_REPORT = Duration.ofMinutes(1);

  private static final String READ_WATCHERS = "Microsoft.Network/networkWatchers/read";
  private static final String TROUBLESHOOT =
      "Microsoft.Network/networkWatchers/troubleshoot/action";

  private final Vertx vertx;
  private final Clock clock;
  private final Arm arm;
  private final AzureLogs logs;
  private final Request request;
  private final Stay stay;
  private final ArmId target;
  private final Redaction redaction;
  private final AzureReport report;

  AzureVisit(Vertx vertx, Clock clock, Arm arm, AzureLogs logs, Request request, Stay stay) {
    this.vertx = vertx;
    this.clock = clock;
    this.arm = arm;
    this.logs = logs;
    this.request = request;
    this.stay = stay;
    this.target = ArmPath.inAzure(request.target().id(), arm.account());
    this.redaction = request.redaction();
    this.report = new AzureReport(request.target(), clock.instant(), redaction);
  }

  Future<Collected> collect() {
    return stay.step("gateway", 10)
        .compose(_ -> arm.get(AzureResource.address(arm, target), deadline()))
        .compose(
            answer ->
                switch (answer.status()) {
                  case 200 -> look(new AzureResource(target, answer.body()));
                  case 403 -> obstacle(Obstacle.Kind.RIGHT, readTarget(), target.value());
                  case 404 -> isGone();
                  default -> Arm.failed(new CollectFailure.Malformed());
                })
        .compose(_ -> vertx.executeBlocking(report::collected, false));
  }

  private Deadline deadline() {
    return stay.deadline().earlierBy(TO_REPORT);
  }

  private String readTarget() {
    return target.isGateway()
        ? "Microsoft.Network/virtualNetworkGateways/read"
        : "Microsoft.Network/connections/read";
  }

  private Future<Void> isGone() {
    report.add(
        PlatformState.of(
            target.isGateway() ? PlatformFact.GATEWAY_EXISTS : PlatformFact.CONNECTION_EXISTS,
            false));
    return Future.succeededFuture();
  }

  private Future<Void> obstacle(Obstacle.Kind kind, String needed, String place) {
    report.add(new Obstacle(kind, needed, place));
    return Future.succeededFuture();
  }

  private Future<Void> look(AzureResource resource) {
    report.resource(resource);
    if (Support.of(asItIsNow(resource)) instanceof Support.Refused refused) {
      return obstacle(Obstacle.Kind.NOT_SUPPORTED, refused.kindName(), target.value());
    }
    return stay.step("network-watcher", 20)
        .compose(_ -> NetworkWatcher.list(arm, deadline()))
        .compose(
            list ->
                switch (list.status()) {
                  case 200 -> withWatchers(resource, list);
                  case 403 ->
                      obstacle(
                          Obstacle.Kind.RIGHT,
                          READ_WATCHERS,
                          "/subscriptions/" + arm.account().subscription());
                  default -> Arm.failed(new CollectFailure.Malformed());
                });
  }

  /** What we know may be of last week. */
  private Target asItIsNow(AzureResource resource) {
    return switch (request.target()) {
      case Gateway known -> resource.gateway().orElse(known);
      case Connection known -> resource.connection(known.gateway()).orElse(known);
    };
  }

  private Future<Void> withWatchers(AzureResource resource, ArmAnswer list) {
    var watcher = NetworkWatcher.inRegion(arm, list.body(), resource.location());
    var storage = arm.account().storage();
    if (watcher.isEmpty()) {
      return obstacle(Obstacle.Kind.NO_WATCHER, resource.location(), target.value());
    }
    if (storage.isEmpty()) {
      return obstacle(Obstacle.Kind.NO_STORAGE, "", target.value());
    }
    return troubleshoot(watcher.get(), storage.get(), list.date().orElseGet(clock::instant));
  }

  private Future<Void> troubleshoot(NetworkWatcher watcher, LogStorage storage, Instant now) {
    var bookmark = request.checkpoint().read().flatMap(Bookmark::parse);
    return new Troubleshooting(
            vertx,
            watcher,
            target,
            storage,
            request.checkpoint(),
            stay,
            deadline().within(Troubleshooting.LONGEST))
        .run(bookmark, now)
        .compose(
            outcome ->
                switch (outcome) {
                  case Outcome.Done(var result) ->
                      withResult(result, storage, bookmark.map(Bookmark::since).orElse(now));
                  case Outcome.Refused(var status, var code) -> refused(status, code);
                  case Outcome.Failed(var code) ->
                      obstacle(Obstacle.Kind.NO_RESULT, code, target.value());
                  case Outcome.Late _ -> late();
                });
  }

  private Future<Void> refused(int status, String code) {
    return status == 403
        ? obstacle(
            Obstacle.Kind.RIGHT, TROUBLESHOOT, "/subscriptions/" + arm.account().subscription())
        : obstacle(Obstacle.Kind.START_REFUSED, code, target.value());
  }

  private Future<Void> late() {
    report.add(new Missing("network-watcher", Why.TIMED_OUT));
    return Future.succeededFuture();
  }

  private Future<Void> withResult(TroubleshootResult result, LogStorage storage, Instant since) {
    report.result(result);
    return lookAgain()
        .compose(_ -> stay.step("bundle", 75))
        .compose(
            _ ->
                logs.fetch(
                    arm,
                    storage,
                    target,
                    since,
                    writesLogs(result),
                    redaction,
                    stay.within(TO_REPORT.multipliedBy(2))))
        .map(
            fetched -> {
              report.logs(fetched);
              return null;
            });
  }

  /** The state that the result is compared with is of the same minute. */
  private Future<Void> lookAgain() {
    return arm.get(AzureResource.address(arm, target), deadline())
        .onSuccess(
            answer -> {
              if (answer.status() == 200) {
                report.resource(new AzureResource(target, answer.body()));
              }
            })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private static boolean writesLogs(TroubleshootResult result) {
    return result.details().stream()
        .map(detail -> Fault.parse(detail.fault()))
        .flatMap(Optional::stream)
        .anyMatch(Fault::writesLogs);
  }
}
