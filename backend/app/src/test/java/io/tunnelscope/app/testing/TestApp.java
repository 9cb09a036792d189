package io.tunnelscope.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.Application;
import io.tunnelscope.app.Services;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.login.DemoPersonas;
import io.tunnelscope.app.secrets.KeyFile;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole product as {@code serve} runs it, on free ports and the database of the test class, and
 * a client of its HTTP API. Ask for it as a parameter of a {@link BackendTest}.
 */
public final class TestApp implements AutoCloseable {
  /**
   * An answer, whatever its status.
   *
   * @param text the body as it came
   */
  public record Reply(int status, Map<String, List<String>> headers, String text) {
    /** The body as JSON. */
    public JsonNode json() {
      return parse(text);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /** The slug of a problem, like {@code not-found}; empty when the answer is none. */
    public String problem() {
      String type = header("content-type").orElse("");
      return type.startsWith("application/problem+json")
          ? json().path("type").asText().replaceFirst("^/problems/", "")
          : "";
    }
  }

  /** One event of a stream. */
  public record Event(String id, String name, JsonNode data) {}

  /** The address of a strongSwan gateway that every tenant may use; nobody listens there. */
  public static final String VICI = "/nonexistent/tunnelscope-test/charon.vici";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Application application;
  private final HttpClient http;

  TestApp(Vertx vertx, TestDatabase database) {
    this(vertx, database, Optional.empty(), Map.of());
  }

  /** The same, with some settings of its own. Whoever makes it closes it. */
  public static TestApp with(Vertx vertx, TestDatabase database, Map<String, String> settings) {
    return new TestApp(vertx, database, Optional.empty(), settings);
  }

  /** The same over HTTPS. Whoever makes it closes it. */
  public static TestApp overTls(Vertx vertx, TestDatabase database, TestTls tls) {
    return new TestApp(vertx, database, Optional.of(tls), Map.of());
  }

  private TestApp(
      Vertx vertx, TestDatabase database, Optional<TestTls> tls, Map<String, String> more) {
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    tls.ifPresent(known -> client.sslContext(known.context()));
    this.http = client.build();
    try {
      this.folder = Files.createTempDirectory("tunnelscope-app");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.application =
        Results.of(
            Application.start(
                vertx,
                new Application.Parts(
                    settings(database, tls, more),
                    KeyFile.open(vertx, TestKeys.file(folder)),
                    Clock.systemUTC(),
                    new SecureRandom(),
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    true)));
  }

  /** As the environment of a real process would say it. */
  private Settings settings(
      TestDatabase database, Optional<TestTls> tls, Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TUNNELSCOPE_HTTP_PORT", "0");
    environment.put("TUNNELSCOPE_MANAGEMENT_PORT", "0");
    environment.put("TUNNELSCOPE_WORKERS", "4");
    environment.put("TUNNELSCOPE_DATABASE_URL", database.app().withPassword());
    environment.put("TUNNELSCOPE_SYSTEM_DATABASE_URL", database.system().withPassword());
    environment.put("TUNNELSCOPE_LOG_STORE", "folder:" + folder.resolve("bundles"));
    environment.put("TUNNELSCOPE_KMS", "file:" + TestKeys.file(folder));
    environment.put("TUNNELSCOPE_VICI_ALLOW", VICI);
    environment.put("TUNNELSCOPE_AUDIT_CHECKPOINT", "file:" + checkpoints());
    tls.ifPresent(
        files -> {
          environment.put("TUNNELSCOPE_TLS_CERT", files.certificate().toString());
          environment.put("TUNNELSCOPE_TLS_KEY", files.key().toString());
        });
    environment.putAll(more);
    return Settings.from(environment, Optional.empty(), Purpose.SERVE);
  }

  /** The file that the audit's heads are signed into. */
  public Path checkpoints() {
    return folder.resolve("checkpoints.jsonl");
  }

  public Application application() {
    return application;
  }

  public Services services() {
    return application.services();
  }

  public String origin() {
    return application.origin();
  }

  /** Somebody with a new API token of that role in that tenant. */
  public Caller as(TestTenant tenant, Role role) {
    String token = Results.of(services().tokens.create(tenant.id(), "test", role, 1));
    return new Caller(tenant.slug(), Map.of("Authorization", "Bearer " + token));
  }

  /** Somebody of that role who signed in with a browser: a cookie, and what our own pages send. */
  public Caller signedIn(TestTenant tenant, Role role) {
    Results.of(
        new DemoPersonas(services().people, services().members).ensure(tenant.id(), tenant.slug()));
    String persona = tenant.slug() + "-" + role.wire();
    Reply signedIn =
        send(
            "/api/v1/demo/sign-in",
            HttpRequest.newBuilder()
                .header("Origin", origin())
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        JSON.createObjectNode().put("persona", persona).toString())));
    if (signedIn.status() != 204) {
      throw new AssertionError("not signed in: " + signedIn);
    }
    String cookie = signedIn.header("set-cookie").orElseThrow().split(";", 2)[0];
    Reply session =
        send("/api/v1/session", HttpRequest.newBuilder().header("Cookie", cookie).GET());
    return new Caller(
        tenant.slug(),
        Map.of(
            "Cookie",
            cookie,
            "X-CSRF",
            session.json().path("csrf").asText(),
            "Sec-Fetch-Site",
            "same-origin"));
  }

  /** Somebody without a token or session, who knows the name of the tenant. */
  public Caller stranger(TestTenant tenant) {
    return new Caller(tenant.slug(), Map.of());
  }

  /** Sends any request to the server; the path begins with a slash. */
  public Reply send(String path, HttpRequest.Builder request) {
    return send(URI.create(origin() + path), request);
  }

  private Reply send(URI where, HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.uri(where).timeout(PATIENCE).build(), BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.headers().map(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What the second port answers, where operators look. */
  public Reply management(String path) {
    return send(
        URI.create("http://127.0.0.1:" + application.managementPort() + path),
        HttpRequest.newBuilder());
  }

  @Override
  public void close() {
    Results.of(application.stop());
    http.close();
    Folders.delete(folder);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** Calls the API of one tenant. Paths are relative to it, like {@code /runs}. */
  public final class Caller {
    private final String slug;
    private final Map<String, String> proof;

    /**
     * @param proof the headers that tell who calls
     */
    private Caller(String slug, Map<String, String> proof) {
      this.slug = slug;
      this.proof = proof;
    }

    /** The same caller at another tenant's door, whether or not there is such a tenant. */
    public Caller at(String otherSlug) {
      return new Caller(otherSlug, proof);
    }

    public Reply get(String path) {
      return call(path, HttpRequest.newBuilder().GET());
    }

    public Reply delete(String path) {
      return call(path, HttpRequest.newBuilder().DELETE());
    }

    /**
     * @param json the body; empty for none
     */
    public Reply post(String path, String json) {
      return call(
          path,
          HttpRequest.newBuilder()
              .POST(BodyPublishers.ofString(json))
              .header("Content-Type", "application/json"));
    }

    public Reply upload(String path, byte[] body) {
      return call(
          path,
          HttpRequest.newBuilder()
              .POST(BodyPublishers.ofByteArray(body))
              .header("Content-Type", "application/octet-stream"));
    }

    /** Any request, with the caller's proof added. */
    public Reply call(String path, HttpRequest.Builder request) {
      return send("/api/v1/t/" + slug + path, signed(request));
    }

    /** Starts a run and waits until it has ended. */
    public JsonNode runToItsEnd(String target) {
      Reply started = post("/runs", JSON.createObjectNode().put("target", target).toString());
      if (started.status() != 202) {
        throw new AssertionError("not started: " + started);
      }
      String run = started.json().path("id").asText();
      events("/runs/" + run + "/events");
      return get("/runs/" + run).json();
    }

    /** Reads a stream of events to its end. */
    public List<Event> events(String path) {
      Reply stream = call(path, HttpRequest.newBuilder().header("Accept", "text/event-stream"));
      if (stream.status() != 200) {
        throw new AssertionError("no stream: " + stream);
      }
      var events = new ArrayList<Event>();
      for (String block : stream.text().split("\n\n", -1)) {
        event(block).ifPresent(events::add);
      }
      return events;
    }

    /** The request with the proof added. */
    public HttpRequest.Builder signed(HttpRequest.Builder request) {
      proof.forEach(request::setHeader);
      return request;
    }

    private static Optional<Event> event(String block) {
      String id = "";
      String name = "message";
      String data = "";
      for (String line : block.lines().toList()) {
        String[] parts = line.split(": ?", 2);
        switch (parts[0]) {
          case "id" -> id = parts[1];
          case "event" -> name = parts[1];
          case "data" -> data += parts[1];
          default -> {} // a comment that keeps the wire warm
        }
      }
      return data.isEmpty() ? Optional.empty() : Optional.of(new Event(id, name, parse(data)));
    }
  }
}
