package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.Stay;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Asks Azure's Network Watcher, and reads the logs that it leaves. A run is started once, however
 * many tries it takes to see its end; see {@link Troubleshooting}.
 */
public final class AzureEvidence implements EvidenceProvider {
  private final Vertx vertx;
  private final Clock clock;
  private final ResourceManagers managers;
  private final AzureAccounts accounts;
  private final AzureLogs logs;

  public AzureEvidence(
      Vertx vertx,
      Clock clock,
      ResourceManagers managers,
      AzureAccounts accounts,
      Egress egress,
      Blobs blobs) {
    this.vertx = vertx;
    this.clock = clock;
    this.managers = managers;
    this.accounts = accounts;
    this.logs = new AzureLogs(vertx, blobs, egress);
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    var stay = new Stay(deadline, progress);
    var visited =
        accounts
            .find(request.tenant(), request.target().id())
            .compose(
                found ->
                    found
                        .map(account -> visit(account, request, stay))
                        .orElseGet(AzureEvidence::mayNotBeAsked));
    return stay.bound(vertx, visited);
  }

  /** All of it on one context, whatever thread the answer of the database came on. */
  private Future<Collected> visit(AzureAccount account, Request request, Stay stay) {
    Promise<Collected> visited = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            _ ->
                new AzureVisit(vertx, clock, managers.of(account), logs, request, stay)
                    .collect()
                    .onComplete(visited));
    return visited.future();
  }

  private static Future<Collected> mayNotBeAsked() {
    return Future.failedFuture(new CollectFailed(new CollectFailure.Unauthorized()));
  }
}
