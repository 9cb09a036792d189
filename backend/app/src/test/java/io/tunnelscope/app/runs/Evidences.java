package io.tunnelscope.app.runs;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;

/** Providers that behave as a test wants. */
final class Evidences {
  private Evidences() {}

  /** A gateway that is not there. */
  static Collected gatewayNotFound(EvidenceProvider.Request request) {
    return new Collected(
        EvidenceSet.builder(Scope.GATEWAY, Instant.EPOCH)
            .target(request.target().id())
            .add(PlatformState.of(PlatformFact.GATEWAY_EXISTS, false))
            .build(),
        List.of());
  }

  static Collected healthy(EvidenceProvider.Request request) {
    return new Collected(
        EvidenceSet.builder(Scope.GATEWAY, Instant.EPOCH)
            .target(request.target().id())
            .add(PlatformState.of(PlatformFact.GATEWAY_EXISTS, true))
            .add(PlatformState.of(PlatformFact.SERVICE_RUNNING, true))
            .build(),
        List.of());
  }

  static EvidenceProvider atOnce() {
    return (request, _, _) -> Future.succeededFuture(gatewayNotFound(request));
  }

  /** Never comes back. */
  static EvidenceProvider never() {
    return (_, _, _) -> Promise.<Collected>promise().future();
  }
}
