package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.VpnType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final KnownTarget A = target("a");
  private static final KnownTarget B = target("B");
  private static final KnownTarget C = target("c");

  @Test
  void shouldStartWhatHasNoOpenRunForAsFarAsThereIsRoom() {
    var batch = Batch.of(List.of(A, B, C), Set.of(A.id().value()), 1);

    assertThat(batch).isEqualTo(new Batch(List.of(B), 1, true, Optional.of(Place.of(B))));
  }

  /** A target whose run is open needs no place. */
  @Test
  void shouldNotBeFullBecauseOfBusyTargets() {
    var batch = Batch.of(List.of(A, B), Set.of(A.id().value(), B.id().value()), 0);

    assertThat(batch).isEqualTo(new Batch(List.of(), 2, false, Optional.of(Place.of(B))));
  }

  @Test
  void shouldStopBeforeTheFirstOneWithoutRoom() {
    assertThat(Batch.of(List.of(A, B), Set.of(), 0))
        .isEqualTo(new Batch(List.of(), 0, true, Optional.empty()));
    assertThat(Batch.of(List.of(), Set.of(), 0))
        .isEqualTo(new Batch(List.of(), 0, false, Optional.empty()));
  }

  private static KnownTarget target(String name) {
    var id =
        new ArmId(
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/"
                + name);
    return new KnownTarget(
        new Gateway(id, GatewayKind.VPN, Optional.of(VpnType.ROUTE_BASED)),
        new SubscriptionId(new UUID(1, 2)),
        "S",
        "simulated",
        "");
  }
}
