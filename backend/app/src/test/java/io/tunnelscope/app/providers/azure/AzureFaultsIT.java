package io.tunnelscope.app.providers.azure;

import static io.tunnelscope.app.testing.FaultyServer.thenHangUp;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.CollectFailure;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.FaultyServer.Behaviour;
import io.tunnelscope.app.testing.Results;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that are no Azure: every call ends, in time and by its right name. */
@Timeout(60)
class AzureFaultsIT {
  /** A minute of it is left for the report. */
  private static final Duration SOON = Duration.ofSeconds(63);

  private static Behaviour says(String text) {
    return (_, out) -> say(out, text);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  static Stream<Arguments> faults() {
    var ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    return Stream.of(
        fault("silent", (_, _) -> {}, new CollectFailure.TimedOut()),
        fault("stalls in headers", says("HTTP/1.1 200 OK\r\n"), new CollectFailure.TimedOut()),
        fault(
            "stalls in the body",
            says(ok + "Content-Length: 100\r\n\r\n{\"acc"),
            new CollectFailure.TimedOut()),
        fault("hangs up", thenHangUp((_, _) -> {}), new CollectFailure.Unreachable()),
        fault(
            "hangs up in the body",
            thenHangUp(says(ok + "Content-Length: 100\r\n\r\n{\"acc")),
            new CollectFailure.Unreachable()),
        fault("no HTTP", thenHangUp(says("SSH-2.0-x\r\n")), new CollectFailure.Unreachable()),
        fault(
            "no JSON",
            says(ok + "Content-Length: 5\r\n\r\n{\"acc"),
            new CollectFailure.Malformed()),
        fault(
            "no end",
            (_, out) -> {
              say(out, ok + "\r\n");
              while (true) {
                say(out, " ".repeat(10_000));
              }
            },
            new CollectFailure.Malformed()),
        fault(
            "a token that would be another header",
            says(
                ok
                    + "Content-Length: 53\r\n\r\n"
                    + "{\"expires_in\":3599,\"access_token\":\"a\\r\\nX-Other: 12\"}"),
            new CollectFailure.Malformed()));
  }

  private static Arguments fault(String name, Behaviour behaviour, CollectFailure failure) {
    return Arguments.argumentSet(name, behaviour, failure);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void shouldEndInTimeAndSayWhy(Behaviour behaviour, CollectFailure expected) {
    try (var server = FaultyServer.onPort(behaviour);
        var node = node(server)) {
      // When
      var failure = Results.failureOf(node.collect(AzureCase.gateway("hub"), SOON));

      // Then
      assertThat(((CollectFailed) failure).failure()).isEqualTo(expected);
      if (!(expected instanceof CollectFailure.Malformed)) {
        Awaitility.await().until(() -> server.connections() == 0);
      }
    }
  }

  private static AzureCase node(FaultyServer server) {
    var origin = URI.create("http://127.0.0.1:" + server.port());
    var account =
        new AzureAccount(
            new AzureEndpoints(origin, origin),
            FakeAzure.DIRECTORY,
            "app-1",
            new Secret("s3cret-of-app-1"),
            FakeAzure.SUBSCRIPTION,
            Optional.empty());
    return new AzureCase(account, "127.0.0.1:" + server.port());
  }
}
