package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.providers.Checkpoint;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider.Progress;
import io.tunnelscope.app.providers.EvidenceProvider.Request;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The provider with one account, and what is left of a run between its tries. */
final class AzureCase implements Checkpoint, AutoCloseable {
  /** How Tunnelscope numbers the subscription. */
  static final String OURS = "01990000-0000-7000-8000-000000000001";

  private final Vertx vertx = Vertx.vertx();
  private final Blobs blobs = new Blobs(vertx);
  private final AzureAccount account;
  private final Egress egress;
  private final AzureEvidence provider;

  /** All that was written, in order. */
  final List<String> saved = new CopyOnWriteArrayList<>();

  AzureCase(AzureAccount account, String... allowed) {
    this.account = account;
    this.egress = new Egress(vertx, EgressRules.of(List.of(allowed)));
    this.provider =
        new AzureEvidence(
            vertx,
            Clock.systemUTC(),
            new ResourceManagers(vertx, egress),
            (_, _) -> Future.succeededFuture(Optional.of(account)),
            egress,
            blobs);
  }

  AzureInventory.Found discover() {
    return Results.of(
        new AzureDiscovery(new ResourceManagers(vertx, egress))
            .targets(account, Deadline.after(Duration.ofSeconds(20))));
  }

  /** The target as Tunnelscope knows it; Azure numbers its subscription otherwise. */
  static Gateway gateway(String name) {
    return Gateway.routeBased(id("virtualNetworkGateways", name));
  }

  static Target connection(String name) {
    return new Connection(id("connections", name), gateway("hub"), ConnectionKind.IPSEC);
  }

  private static ArmId id(String type, String name) {
    return new ArmId(
        "/subscriptions/%s/resourceGroups/rg1/providers/Microsoft.Network/%s/%s"
            .formatted(OURS, type, name));
  }

  Future<Collected> collect(Target target, Duration within) {
    var request =
        new Request(new UUID(0, 1), new UUID(0, 2), target, false, this, Redaction.unkeyed());
    return provider.collect(request, Deadline.after(within), new Patient());
  }

  Collected collected(Target target) {
    return Results.of(collect(target, Duration.ofMinutes(2)));
  }

  static Diagnosis diagnose(Collected collected) {
    return StandardRules.book().diagnose(collected.evidence(), Instant.EPOCH, Instant.EPOCH);
  }

  Diagnosis diagnosis(Target target) {
    return diagnose(collected(target));
  }

  @Override
  public Optional<String> read() {
    return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
  }

  @Override
  public Future<Void> save(String text) {
    saved.add(text);
    return Future.succeededFuture();
  }

  @Override
  public void close() {
    Results.of(blobs.close());
    Results.of(vertx.close());
  }

  private static final class Patient implements Progress {
    @Override
    public void probe(String probe, int percent) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}
