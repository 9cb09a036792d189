package io.tunnelscope.app.runs;

import io.tunnelscope.app.bundles.BundleDelivery;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.secrets.Redactions;
import io.tunnelscope.core.diagnosis.RuleBook;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;

/**
 * What a worker works with.
 *
 * @param providers by the name that subscriptions call them
 * @param thinking asks the rules
 */
public record WorkerParts(
    Vertx vertx,
    Clock clock,
    LaneQueue lanes,
    WorkStore work,
    RunSignals signals,
    TargetStore targets,
    BundleStore bundles,
    Redactions redactions,
    BundleDelivery delivery,
    Map<String, EvidenceProvider> providers,
    RuleBook rules,
    ProcessorWork thinking) {

  public WorkerParts {
    providers = Map.copyOf(providers);
  }
}
