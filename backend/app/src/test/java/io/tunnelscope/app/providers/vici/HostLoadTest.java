package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLoadTest {

  @Test
  void shouldCountAllButRestAndGuestsAsWork() throws IOException {
    // user 10, nice 20, system 30, idle 400, iowait 50, irq 6, softirq 7, steal 8, guest 9 twice
    assertThat(HostLoad.of("cpu  10 20 30 400 50 6 7 8 9 9"))
        .isEqualTo(new HostLoad(10 + 20 + 30 + 6 + 7 + 8, 531));
  }

  @Test
  void shouldReadTheAccountOfAnOldKernel() throws IOException {
    assertThat(HostLoad.of("cpu 10 20 30 40 50")).isEqualTo(new HostLoad(60, 150));
  }

  @Test
  void shouldTellPerCentBetweenTwoReadings() {
    var earlier = new HostLoad(1_000, 5_000);

    assertThat(new HostLoad(1_150, 5_200).since(earlier)).isEqualTo(75);
    assertThat(new HostLoad(1_200, 5_200).since(earlier)).isEqualTo(100);
    assertThat(new HostLoad(1_000, 5_200).since(earlier)).isZero();
  }

  @Test
  void shouldNotBeMisledByCountersThatStandStillOrRunBack() {
    var earlier = new HostLoad(1_000, 5_000);

    assertThat(earlier.since(earlier)).isZero();
    assertThat(new HostLoad(990, 5_100).since(earlier)).isZero();
    assertThat(new HostLoad(1_000, 4_000).since(earlier)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cpu", "cpu 1 2 3 4", "cpu0 1 2 3 4 5 6", "cpu 1 2 x 4 5", "intr 1 2 3"})
  void shouldRefuseWhatIsNoAccount(String line) {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> HostLoad.of(line));
  }
}
