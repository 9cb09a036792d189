package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.Noise;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestTenant;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The logs that one tenant uploads to an app and asks back. */
record KeptLogs(TestApp app, TestTenant tenant) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static byte[] log(int bytes) {
    try (var noise = new Noise(bytes)) {
      return noise.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Uploads a log, waits until it is diagnosed, and names the run. */
  String diagnosed(byte[] log) {
    var caller = app.as(tenant, Role.OPERATOR);
    var started = caller.upload("/bundles?name=IKELogs.txt", log);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    var id = started.json().path("id").asText();
    caller.events("/runs/" + id + "/events");
    var run = caller.get("/runs/" + id).json();
    assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
    return id;
  }

  /** The answer, with a body that is still on its way. */
  HttpResponse<InputStream> download(HttpClient http, String run)
      throws IOException, InterruptedException {
    var zip = "%s/api/v1/t/%s/runs/%s/logs.zip".formatted(app.origin(), tenant.slug(), run);
    var request =
        app.as(tenant, Role.VIEWER)
            .signed(HttpRequest.newBuilder(URI.create(zip)))
            .timeout(PATIENCE)
            .build();
    return http.send(request, BodyHandlers.ofInputStream());
  }
}
