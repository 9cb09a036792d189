package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LostClaimsTest {
  private static final Lease LEASE =
      new Lease(
          new TenantId(new UUID(0, 1)),
          new SubscriptionId(new UUID(0, 2)),
          new RunId(new UUID(0, 3)),
          7);

  private final LostClaims lost = new LostClaims(Duration.ofMinutes(1));

  @Test
  void shouldLookAgainOnlyAfterAWhileWhenWhatWasFoundCannotBeGivenBack() {
    // Given
    lost.suspect();
    await().until(lost::lookIsDue);

    // When: it is found, and the database refuses it at once
    var found = lost.among(List.of(LEASE), _ -> false);
    lost.suspect();
    lost.back(LEASE);

    // Then
    assertThat(found).containsExactly(LEASE);
    assertThat(lost.lookIsDue()).isFalse();
    assertThat(lost.isSettled()).isFalse();
    await().until(lost::lookIsDue);
    assertThat(lost.among(List.of(LEASE), _ -> false)).containsExactly(LEASE);
  }

  @Test
  void shouldFindNothingTwiceThatIsOnItsWayBack() {
    // Given
    lost.among(List.of(LEASE), _ -> false);

    // When
    var again = lost.among(List.of(LEASE), _ -> false);

    // Then
    assertThat(again).isEmpty();
    assertThat(lost.isSettled()).isFalse();
  }

  @Test
  void shouldLeaveWhatEndedWithoutAResultToItsLease() {
    // Given
    lost.leave(LEASE);

    // When
    var found = lost.among(List.of(LEASE), _ -> false);

    // Then
    assertThat(found).isEmpty();
    assertThat(lost.isSettled()).isTrue();
  }
}
