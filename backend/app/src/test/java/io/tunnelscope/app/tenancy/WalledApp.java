package io.tunnelscope.app.tenancy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.Application;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The whole product on free ports, in demo mode, with a client for it. */
final class WalledApp implements AutoCloseable {
  private final Application application;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  WalledApp(Vertx vertx, TestDatabase database, Path folder) {
    var environment =
        Map.of(
            "TUNNELSCOPE_HTTP_PORT",
            "0",
            "TUNNELSCOPE_MANAGEMENT_PORT",
            "0",
            "TUNNELSCOPE_DATABASE_URL",
            database.app().withPassword(),
            "TUNNELSCOPE_SYSTEM_DATABASE_URL",
            database.system().withPassword(),
            "TUNNELSCOPE_LOG_STORE",
            "folder:" + folder.toAbsolutePath());
    var parts =
        new Application.Parts(
            Settings.from(environment, Optional.empty(), Purpose.SERVE),
            Clock.systemUTC(),
            new SecureRandom(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            true);
    this.application = Results.of(Application.start(vertx, parts));
  }

  public Application application() {
    return application;
  }

  /** A fresh API token of that role. */
  public String token(TestTenant tenant, Role role) {
    return Results.of(
        application.services().tokens.create(tenant.id(), "test " + role.wire(), role, 1));
  }

  /**
   * @param token empty to come as a stranger
   * @param body empty for none
   */
  public HttpResponse<String> send(
      String method, String path, Optional<String> token, Optional<String> body) {
    var request =
        HttpRequest.newBuilder(URI.create(application.origin() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json")
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The JSON of a GET that must succeed. */
  public JsonObject json(String path, String token) {
    var answer = send("GET", path, Optional.of(token), Optional.empty());
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  @Override
  public void close() {
    Results.of(application.stop());
    client.close();
  }
}
