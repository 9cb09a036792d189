package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.settings.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real Keycloak on a free port, with one realm, one client and one person. */
public final class Keycloak implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile(".*Listening on: (http://[0-9.:]+).*");
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final Duration START = Duration.ofMinutes(5);

  private final Process process;
  private final String origin;

  private Keycloak(Process process, String origin) {
    this.process = process;
    this.origin = origin;
  }

  /**
   * Waits until it listens.
   *
   * @param home where its distribution was unpacked
   */
  public static Keycloak start(Path home) throws IOException {
    var realms = Files.createDirectories(home.resolve("data/import"));
    try (var realm = Keycloak.class.getResourceAsStream("/keycloak/staff-realm.json")) {
      Files.copy(realm, realms.resolve("staff-realm.json"), StandardCopyOption.REPLACE_EXISTING);
    }
    var builder =
        new ProcessBuilder(
            "/bin/bash",
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--db=dev-mem",
            "--http-host=127.0.0.1",
            "--http-port=0",
            "--hostname-strict=false",
            "--import-realm");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectErrorStream(true).start();
    return new Keycloak(process, origin(process));
  }

  /** As an installation is told about it. */
  public OidcSettings settings() {
    return new OidcSettings(
        URI.create(origin + "/realms/staff"),
        "tunnelscope",
        Optional.of(new Secret("from-the-test")),
        OidcSettings.USUAL_SCOPES,
        OidcSettings.USUAL_ROLE_CLAIM);
  }

  /** The person types name and password on its page; where the browser is sent then. */
  public URI signIn(URI authorizeUrl) throws IOException, InterruptedException {
    try (var browser = HttpClient.newHttpClient()) {
      var page =
          browser.send(HttpRequest.newBuilder(authorizeUrl).build(), BodyHandlers.ofString());
      var form = FORM.matcher(page.body());
      if (!form.find()) {
        throw new AssertionError("no form: " + page.statusCode() + " " + page.body());
      }
      // By hand: they are marked as for TLS alone, which browsers let pass on this machine.
      var cookies =
          page.headers().allValues("Set-Cookie").stream()
              .map(cookie -> cookie.split(";", 2)[0])
              .collect(Collectors.joining("; "));
      var answer =
          browser.send(
              HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                  .header("Cookie", cookies)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("username=nari&password=correct+horse"))
                  .build(),
              BodyHandlers.ofString());
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }
  }

  /** Reads on afterwards, so that it never waits for somebody to read. */
  private static String origin(Process process) {
    var found = new CompletableFuture<String>();
    Thread.ofVirtual().start(() -> read(process, found));
    try {
      return found.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      end(process);
      throw new AssertionError("Keycloak does not start", e);
    }
  }

  private static void read(Process process, CompletableFuture<String> found) {
    var said = new StringBuilder();
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        var listening = LISTENING.matcher(line);
        if (listening.matches()) {
          found.complete(listening.group(1));
        }
      }
    } catch (IOException _) {
      // It ends.
    }
    found.completeExceptionally(new AssertionError("Keycloak ended: " + said));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    end(process);
  }
}
