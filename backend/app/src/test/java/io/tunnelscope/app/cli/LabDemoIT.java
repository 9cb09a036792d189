package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.cli.CalledCli.Answer;
import io.tunnelscope.app.testing.IpsecLab;
import io.tunnelscope.app.testing.LabTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who tries the product on real gateways. */
@LabTest
class LabDemoIT {
  @TempDir static Path folder;
  private static IpsecLab lab;
  private static DemoProcess demo;

  @BeforeAll
  static void start() throws Exception {
    lab = IpsecLab.beside("demo");
    demo = DemoProcess.startWith(lab, folder.resolve("D"));
  }

  @AfterAll
  static void stop() throws Exception {
    demo.close();
    lab.close();
  }

  @Test
  void shouldFindNothingWrongWithAHealthyTunnel() {
    // Given
    lab.heal();
    // When
    var targets = call("targets", "--format", "json").json();
    var run = call("run", "hub/branch");
    // Then
    assertThat(targets.path("items").findValuesAsText("name"))
        .contains("hub/branch", "hub/partner", "branch/hub", "partner/hub");
    assertThat(run.status()).isZero();
  }

  @Test
  void shouldProveWhyATunnelDoesNotComeUp() {
    // Given
    lab.fault("psk-mismatch");
    // When
    var run = call("run", "hub/branch", "--active", "--format", "json");
    // Then
    var result = run.json().at("/results/0");
    assertThat(run.status()).isEqualTo(1);
    assertThat(result.path("id").asText()).isEqualTo("Authentication");
    var id = run.json().at("/run/id").asText();
    assertThat(call("logs", id).out())
        .contains("ConnectionStats.txt", "CPUStats.txt", "IKELogs.txt");
    assertThat(result.path("evidence"))
        .isNotEmpty()
        .allSatisfy(
            proof -> {
              var file = call("logs", id, proof.path("file").asText()).out();
              assertThat(file.lines().skip(proof.path("line").asInt() - 1L).findFirst())
                  .contains(proof.path("text").asText());
            })
        .anySatisfy(
            proof -> {
              assertThat(proof.path("file").asText()).isEqualTo("IKELogs.txt");
              assertThat(proof.path("text").asText())
                  .contains("received AUTHENTICATION_FAILED notify error");
            });
  }

  @Test
  void shouldLetNobodyDialWhoMayOnlyLook() throws Exception {
    // Given
    var viewer = viewerToken();
    // When
    var answer =
        new CalledCli(folder, Map.of("TUNNELSCOPE_TOKEN", viewer))
            .call("run", "hub/branch", "--active", "--env", path("cli.env"));
    // Then
    assertThat(answer.status()).isEqualTo(77);
  }

  @Test
  void shouldRememberWhoDialledAndTellNoOtherTenant() throws Exception {
    // Given
    var run = call("run", "hub/partner", "--active", "--format", "json").json();
    var id = run.at("/run/id").asText();
    // When
    var entries = audit("cli.env");
    var foreign = callIn("fabrikam.env", "show", id);
    // Then
    assertThat(entries)
        .filteredOn(entry -> entry.path("object").asText().contains(id))
        .anySatisfy(
            entry -> {
              assertThat(entry.path("action").asText()).isEqualTo("run.start");
              assertThat(entry.at("/details/active").asBoolean()).isTrue();
            });
    assertThat(foreign.status()).isEqualTo(65);
    assertThat(callIn("fabrikam.env", "targets").out()).doesNotContain("hub/", "partner/hub");
    assertThat(audit("fabrikam.env").toString()).doesNotContain(id, "hub-partner");
  }

  private static JsonNode audit(String env) throws Exception {
    var request = request(env, "TUNNELSCOPE_AUDITOR_TOKEN", "audit").GET().build();
    return send(request, 200).path("items");
  }

  private static String viewerToken() throws Exception {
    var wanted = "{\"name\":\"looks on\",\"role\":\"viewer\",\"days\":1}";
    var request =
        request("cli.env", "TUNNELSCOPE_ADMIN_TOKEN", "tokens")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(wanted))
            .build();
    return send(request, 201).path("token").asText();
  }

  private static HttpRequest.Builder request(String env, String token, String resource) {
    var known = ServerAddress.read(Path.of(path(env)));
    var url =
        "%s/api/v1/t/%s/%s"
            .formatted(known.get("TUNNELSCOPE_URL"), known.get("TUNNELSCOPE_TENANT"), resource);
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + known.get(token));
  }

  private static JsonNode send(HttpRequest request, int status) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      return Json.parse(answer.body().getBytes(UTF_8)).orElseThrow();
    }
  }

  private static Answer call(String... words) {
    return callIn("cli.env", words);
  }

  private static Answer callIn(String env, String... words) {
    var all = Stream.concat(Stream.of(words), Stream.of("--env", path(env)));
    return new CalledCli(folder, Map.of()).call(all.toArray(String[]::new));
  }

  private static String path(String env) {
    return folder.resolve("D").resolve(env).toString();
  }
}
