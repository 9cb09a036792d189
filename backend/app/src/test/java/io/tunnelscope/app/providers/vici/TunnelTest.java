package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.child;
import static io.tunnelscope.app.providers.vici.GatewayInTest.tunnel;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final String PEER = "198.18.2.2";

  @ParameterizedTest
  @CsvSource({
    "INSTALLED, true",
    "REKEYING, true",
    "UPDATING, true",
    "REKEYED, false",
    "DELETING, false",
    "DELETED, false",
    "CREATED, false",
    "INSTALLING, false",
    "'', false"
  })
  void shouldBeUpByChildrenThatCarryTraffic(String state, boolean up) {
    var one = read(tunnel("branch", 1, PEER, child("branch-net", 1, state, 0, 0)));

    assertThat(one.isUp()).isEqualTo(up);
    assertThat(one.isEstablished()).isTrue();
  }

  @Test
  void shouldBeUpByOneChildAmongThoseThatLinger() {
    assertThat(
            read(tunnel(
                    "branch",
                    1,
                    PEER,
                    child("branch-net", 1, "REKEYED", 9, 9),
                    child("branch-net", 2, "INSTALLED", 0, 0)))
                .isUp())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATED", "CONNECTING", "DELETING", "DESTROYING"})
  void shouldNotBeEstablishedInOtherStates(String state) {
    var one = read(tunnel("branch", 1, PEER, state, true));

    assertThat(one.isEstablished()).isFalse();
    assertThat(one.isConnecting()).isEqualTo(state.equals("CONNECTING"));
    assertThat(one.establishedAt()).isEmpty();
    assertThat(one.dialled()).isTrue();
  }

  @Test
  void shouldSayRatherTooEarlyThanTooLateSinceWhenItIsUp() {
    // 60 s may be 60.99
    assertThat(read(tunnel("branch", 1, PEER)).establishedAt()).hasValue(NOW.minusSeconds(61));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036854775807", "99999999999", "soon"})
  void shouldNotBelieveEveryAge(String seconds) {
    var said = ViciMessage.builder().text("state", "ESTABLISHED").text("established", seconds);

    assertThat(Tunnel.of("branch", said.build(), NOW).establishedAt()).isEmpty();
  }

  @Test
  void shouldTellARealNatFromAFeignedOne() {
    assertThat(natted("nat-local")).isTrue();
    assertThat(natted("nat-local", "nat-fake")).isFalse();
    assertThat(natted("nat-remote")).isFalse();
  }

  private static boolean natted(String... flags) {
    var said = ViciMessage.builder();
    for (var flag : flags) {
      said.text(flag, "yes");
    }
    return Tunnel.of("branch", said.build(), NOW).natted();
  }

  @Test
  void shouldReadNothingFromNothing() {
    var one = Tunnel.of("branch", ViciMessage.empty(), NOW);

    assertThat(one.isUp()).isFalse();
    assertThat(one.isEstablished()).isFalse();
    assertThat(one.dialled()).isFalse();
  }

  private static Tunnel read(ViciMessage listed) {
    return Tunnel.of("branch", listed.section("branch"), NOW);
  }
}
