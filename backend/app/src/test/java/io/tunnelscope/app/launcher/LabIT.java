package io.tunnelscope.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.LabTest;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody meets who tries the lab: real gateways, real faults, nothing left in the end. */
@LabTest
class LabIT {
  private final IpsecLab lab;

  LabIT(IpsecLab lab) {
    this.lab = lab;
  }

  @Test
  void shouldTellThatAllIsHealthy() throws Exception {
    // Given
    lab.heal();
    // When
    var status = lab.call("status");
    // Then
    assertThat(status.status()).isZero();
    assertThat(status.out())
        .contains("fault: none", "tunnel a/branch: passes", "tunnel a/partner: passes")
        .contains("gateway c: running");
    for (var gateway : List.of("a", "b", "c")) {
      try (var vici = SocketChannel.open(UnixDomainSocketAddress.of(lab.socket(gateway)))) {
        assertThat(vici.isConnected()).isTrue();
      }
      assertThat(lab.log(gateway)).isNotEmptyFile();
    }
  }

  @Test
  void shouldShowAFaultUntilItIsHealed() {
    // Given
    lab.fault("psk-mismatch");
    lab.awaitProof("psk-mismatch", Duration.ofSeconds(10));
    var ill = lab.call("status");
    // When
    lab.heal();
    // Then
    assertThat(ill.status()).isEqualTo(1);
    assertThat(ill.out()).contains("fault: psk-mismatch", "tunnel a/branch: no traffic");
    assertThat(lab.call("status").status()).isZero();
  }

  @Test
  void shouldNotBeHealthyWithAFaultThatTrafficPasses() {
    // When
    lab.fault("pfs-mismatch");
    // Then
    var status = lab.call("status");
    assertThat(status.out()).contains("tunnel a/branch: passes traffic");
    assertThat(status.status()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatEachFaultShouldLookLike() {
    // When
    var faults = lab.faults();
    // Then
    assertThat(faults).hasSize(41);
    assertThat(faults)
        .filteredOn(fault -> fault.name().equals("gateway-absent"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.gateway()).isEqualTo("a");
              assertThat(fault.connection()).isEmpty();
              assertThat(fault.gatewayFault()).isEqualTo("GatewayNotFound");
              assertThat(fault.connectionFault()).isEmpty();
            });
    assertThat(faults)
        .filteredOn(fault -> fault.name().equals("esp-engine-missing"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.gateway()).isEqualTo("b");
              assertThat(fault.connection()).contains("hub");
              assertThat(fault.connectionFault()).contains("PeerReachability");
            });
  }

  @Test
  void shouldBeginAnewAfterAKilledStartAndLeaveNothing() throws Exception {
    try (var other = IpsecLab.beside("b")) {
      // Given
      var start = other.begin("up");
      await().atMost(Duration.ofSeconds(20)).until(() -> !namespaces(other).isEmpty());
      start.process().destroyForcibly();
      start.end();
      assertThat(other.call("up").status()).isZero();
      other.fault("flapping");
      assertThat(processes(other)).hasSizeGreaterThanOrEqualTo(3);
      // When
      var down = other.call("down");
      // Then
      assertThat(down.status()).isZero();
      assertThat(down.out() + down.err()).isEmpty();
      assertThat(namespaces(other)).isEmpty();
      assertThat(processes(other)).isEmpty();
      assertThat(other.folder()).doesNotExist();
      assertThat(lab.socket("a")).exists();
    }
  }

  private static List<Path> namespaces(IpsecLab lab) throws IOException {
    var all = Path.of("/run/netns");
    if (!Files.exists(all)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(all)) {
      return names
          .filter(name -> name.getFileName().toString().startsWith(lab.name() + "-"))
          .toList();
    }
  }

  /** Those that have the lab's folder in their environment: daemons and what works for them. */
  private static List<Long> processes(IpsecLab lab) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> environment(pid).contains("=" + lab.folder() + "/"))
        .toList();
  }

  private static String environment(long pid) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc/" + pid + "/environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // it has ended
    }
  }
}
