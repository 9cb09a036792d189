package io.tunnelscope.app.demo;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a target would have shown in the past: what another simulated one shows today. */
final class PastEvidence implements EvidenceProvider {
  private final EvidenceProvider simulated;
  private final Map<ArmId, Fault> faults = new ConcurrentHashMap<>();

  PastEvidence(EvidenceProvider simulated) {
    this.simulated = simulated;
  }

  /** From now on that target has that fault, or without one what it has today. */
  void is(ArmId target, Optional<Fault> fault) {
    fault.ifPresentOrElse(past -> faults.put(target, past), () -> faults.remove(target));
  }

  @Override
  public Future<Collected> collect(Request request, Deadline deadline, Progress progress) {
    var asked =
        new Request(
            request.tenant(),
            request.run(),
            standIn(request.target()),
            request.active(),
            request.checkpoint(),
            request.redaction());
    return simulated.collect(asked, deadline, progress).map(seen -> of(request.target(), seen));
  }

  private Target standIn(Target target) {
    var fault = faults.get(target.id());
    if (fault == null) {
      return target;
    }
    return switch (target) {
      case Gateway gateway -> DemoTargets.gatewayOf(gateway, fault);
      case Connection connection -> DemoTargets.connectionOf(connection.gateway(), fault);
    };
  }

  private static Collected of(Target target, Collected seen) {
    var set =
        EvidenceSet.builder(seen.evidence().scope(), seen.evidence().observedAt())
            .target(target.id())
            .build();
    return new Collected(set.with(seen.evidence()), seen.logs());
  }
}
