package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.BRANCH;
import static io.tunnelscope.app.providers.vici.GatewayInTest.child;
import static io.tunnelscope.app.providers.vici.GatewayInTest.tunnel;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {
  private static final Instant FIRST = Instant.parse("2026-11-26T10:00:00Z");
  private static final Instant SECOND = FIRST.plusMillis(1_400);

  @Test
  void shouldCountWhatWentThroughBetweenTwoLooks() {
    var first = seen(FIRST, child("branch-net", 1, 10, 20));
    var second = seen(SECOND, child("branch-net", 1, 13, 27));

    assertThat(Traffic.between(first, second, "branch"))
        .containsExactly(new Traffic(BRANCH, Duration.ofMillis(1_400), 3, 7, false));
  }

  @Test
  void shouldCountOnlyChildrenThatWereThereBothTimesAndStillCarryTraffic() {
    var first =
        seen(
            FIRST,
            child("branch-net", 1, 10, 20),
            child("branch-net", 2, 10, 20),
            child("branch-net", 4, 10, 20));
    var second =
        seen(
            SECOND,
            child("branch-net", 2, "REKEYED", 11, 20),
            child("branch-net", 3, 1, 1),
            child("branch-net", 4, 10, 21));

    assertThat(Traffic.between(first, second, "branch"))
        .containsExactly(new Traffic(BRANCH, Duration.ofMillis(1_400), 0, 1, false));
  }

  @Test
  void shouldNotCountAnotherConnection() {
    var both = seen(FIRST, child("branch-net", 1, 10, 20));

    assertThat(Traffic.between(both, both, "partner")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, false, true",
    "0, 0, true, true",
    "0, 0, false, false",
    "1, 5, true, false",
    "5, 0, false, false"
  })
  void shouldSuspectOneWayTrafficWhereNothingComesBack(
      long in, long out, boolean waiting, boolean suspected) {
    var traffic = new Traffic(BRANCH, Duration.ofSeconds(1), in, out, waiting);

    assertThat(traffic.mayBeOneWay()).isEqualTo(suspected);
  }

  @Test
  void shouldWaitForAnAnswerToWhatLeftLast() {
    // Given: nothing ever came in, and the last packet left three seconds ago
    var waiting =
        ViciMessage.builder()
            .section(
                "branch-net-1",
                ViciMessage.builder()
                    .text("uniqueid", "1")
                    .text("state", "INSTALLED")
                    .text("packets-out", "9")
                    .text("use-out", "3")
                    .build())
            .build();

    // When
    var traffic = Traffic.between(seen(FIRST, waiting), seen(SECOND, waiting), "branch");

    // Then
    assertThat(traffic).singleElement().satisfies(one -> assertThat(one.waiting()).isTrue());
  }

  private static Snapshot seen(Instant at, ViciMessage... children) {
    return Seen.at(at).tunnels(tunnel("branch", 1, BRANCH, children)).build();
  }
}
