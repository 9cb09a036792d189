package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.BRANCH;
import static io.tunnelscope.app.providers.vici.GatewayInTest.child;
import static io.tunnelscope.app.providers.vici.GatewayInTest.connection;
import static io.tunnelscope.app.providers.vici.GatewayInTest.tunnel;
import static io.tunnelscope.app.providers.vici.GatewayInTest.withTunnels;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.FakeVici;
import io.tunnelscope.app.testing.ViciRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node can bear. */
@Tag("alone")
class ManyGatewaysIT {
  private static final int GATEWAYS = 200;
  private static final int CONNECTIONS = 50;

  /** Some seven thousand lines. */
  private static final int LOG_BYTES = 700_000;

  private static final int LONGEST_BLOCK_MS = 100;
  private static final int ATTEMPTS = 3;

  private static final Pattern BLOCKED =
      Pattern.compile("eventloop-thread-\\d+ has been blocked for (\\d+) ms");

  @TempDir private Path folder;

  @Test
  void shouldDiagnoseTwoHundredGatewaysAtOnceInASmallHeap() throws Exception {
    try (var daemons = new FakeVici()) {
      // Given: at every fourth the tunnel to the branch is down; all have long logs
      for (var number = 0; number < GATEWAYS; number++) {
        daemons.listen(folder.resolve(number + ".vici"), gateway(number % 4 != 0));
      }
      var log = folder.resolve("charon.log");
      Files.writeString(log, negotiations());

      // When: once more where something stood still, as our own code does so each time
      var printed = askInAnotherProcess(log);
      for (var again = 1; again < ATTEMPTS && standsStill(printed); again++) {
        printed = askInAnotherProcess(log);
      }

      // Then
      var figures = figures(printed);
      assertThat(figures).containsEntry("faults", "AUTHENTICATION:50 NO_FAULT:150");
      assertThat(Double.parseDouble(figures.get("seconds"))).isLessThan(20);
      assertThat(longestBlock(printed))
          .as("beside what the machine itself stood still: %s", figures)
          .isLessThanOrEqualTo(bearableBlock(figures));
      assertThat(daemons.connections()).isZero();
    }
  }

  /** With the heap that the process may have. */
  private String askInAnotherProcess(Path log) throws Exception {
    var output = folder.resolve("figures.txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                // Or the warnings of blocked event loops were lost.
                "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.JULLogDelegateFactory",
                "-cp",
                System.getProperty("java.class.path"),
                AskMany.class.getName(),
                folder.toString(),
                Integer.toString(GATEWAYS),
                log.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> read(output)).isZero();
    return read(output);
  }

  private static Map<String, String> figures(String printed) {
    return printed
        .lines()
        .filter(line -> line.matches("[a-z_]+=.*"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static boolean standsStill(String printed) {
    return longestBlock(printed) > bearableBlock(figures(printed));
  }

  /** Ours, and what the machine itself stood still. */
  private static long bearableBlock(Map<String, String> figures) {
    return LONGEST_BLOCK_MS + Long.parseLong(figures.get("machine_lag_ms"));
  }

  /** In milliseconds; 0 when no event loop was blocked for 100. */
  private static long longestBlock(String printed) {
    return BLOCKED
        .matcher(printed.substring(printed.indexOf(AskMany.BEGIN)))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static ViciRecording gateway(boolean up) {
    var connections = new ArrayList<ViciMessage>();
    var tunnels = new ArrayList<ViciMessage>();
    connections.add(connection("branch", BRANCH, "pre-shared key"));
    if (up) {
      tunnels.add(tunnel("branch", 900, BRANCH, child("branch-net", 900, 84, 84)));
    }
    for (var number = 1; number < CONNECTIONS; number++) {
      var name = "office-" + number;
      var peer = "198.18.4." + number;
      connections.add(connection(name, peer, "public key"));
      tunnels.add(tunnel(name, number, peer, child(name + "-net", number, 84, 84)));
    }
    return withTunnels(tunnels.toArray(ViciMessage[]::new)).stream(
            "list-conns", "list-conn", List.copyOf(connections))
        .build();
  }

  /** The branch refuses the key, every second from 9:00:01 on; others come and go between. */
  private static String negotiations() {
    var log = new StringBuilder();
    for (var sa = 1; log.length() < LOG_BYTES; sa++) {
      var time = LocalTime.of(9, 0).plusSeconds(sa % 3_500);
      negotiation(log, time, "branch", sa, BRANCH, "received AUTHENTICATION_FAILED notify error");
      negotiation(
          log,
          time,
          "office-" + (1 + sa % 49),
          sa + 1_000_000,
          "198.18.4." + (1 + sa % 49),
          "received DELETE for IKE_SA");
    }
    return log.toString();
  }

  private static void negotiation(
      StringBuilder log, LocalTime time, String name, int sa, String peer, String end) {
    var said =
        List.of(
            "[IKE] <%s|%d> initiating IKE_SA %s[%d] to %s".formatted(name, sa, name, sa, peer),
            "[ENC] <%s|%d> generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) ]"
                .formatted(name, sa),
            "[NET] <%s|%d> sending packet: from 198.18.1.2[500] to %s[500] (240 bytes)"
                .formatted(name, sa, peer),
            "[NET] <%s|%d> received packet: from %s[500] to 198.18.1.2[500] (248 bytes)"
                .formatted(name, sa, peer),
            "[ENC] <%s|%d> parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) ]"
                .formatted(name, sa),
            "[ENC] <%s|%d> generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]"
                .formatted(name, sa),
            "[ENC] <%s|%d> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]".formatted(name, sa),
            "[IKE] <%s|%d> %s".formatted(name, sa, end));
    said.forEach(
        line -> log.append("2026-11-26T").append(time).append(".100 07").append(line).append('\n'));
  }
}
