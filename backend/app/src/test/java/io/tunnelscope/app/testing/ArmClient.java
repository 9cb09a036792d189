package io.tunnelscope.app.testing;

import io.tunnelscope.app.identity.Role;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Asks the Azure-compatible door by hand, with an API token as its service principal. */
public final class ArmClient {
  /** Longer than a busy machine needs, shorter than a lease or the pause before a retry. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public static final String VERSION = "api-version=2024-05-01";

  /** Id and text of an API token. */
  public record ServicePrincipal(String id, String secret) {
    /** A new one of that role in that tenant. */
    public static ServicePrincipal of(TestApp app, TestTenant tenant, Role role) {
      return ofToken(Results.of(app.services().tokens.create(tenant.id(), "arm", role, 1)));
    }

    /** {@code vpnt_}, the id in hex, and the rest. */
    private static ServicePrincipal ofToken(String text) {
      var hex = text.substring(5, 37);
      var id =
          new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
      return new ServicePrincipal(id.toString(), text);
    }

    public Map<String, String> form() {
      return Map.of(
          "grant_type",
          "client_credentials",
          "client_id",
          id,
          "client_secret",
          secret,
          "scope",
          "https://management.azure.com/.default");
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private final TestApp app;
  private final String accessToken;

  private ArmClient(TestApp app, String accessToken) {
    this.app = app;
    this.accessToken = accessToken;
  }

  /** Signs in at the token endpoint of the tenant. */
  public static ArmClient signedIn(TestApp app, TestTenant tenant, Role role) {
    var principal = ServicePrincipal.of(app, tenant, role);
    var reply = token(app, "/" + tenant.id() + "/oauth2/v2.0/token", principal.form());
    if (reply.status() != 200) {
      throw new AssertionError("not signed in: " + reply);
    }
    return new ArmClient(app, reply.json().path("access_token").asText());
  }

  /** Sends a form to a token endpoint. */
  public static TestApp.Reply token(TestApp app, String path, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return app.send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** {@code path} with what stands behind it, the api-version too. */
  public TestApp.Reply get(String path) {
    return app.send(path, signed().GET());
  }

  public TestApp.Reply post(String path, String json) {
    return app.send(
        path,
        signed().header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  /** What Azure's clients send to a network watcher of the subscription. */
  public TestApp.Reply troubleshoot(Object subscription, String target) {
    return post(watcher(subscription, "troubleshoot"), body(target));
  }

  public TestApp.Reply lastResult(Object subscription, String target) {
    return post(watcher(subscription, "queryTroubleshootResult"), body(target));
  }

  /** Asks that address of ours again until the answer is none of that status. */
  public TestApp.Reply whileStatus(int status, String address) {
    var path = pathOf(address);
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get(path), reply -> reply.status() != status);
  }

  /** What stands behind host and port. */
  public static String pathOf(String address) {
    var uri = URI.create(address);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  public static String watcher(Object subscription, String action) {
    return "/subscriptions/%s/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_koreacentral/%s?%s"
        .formatted(subscription, action, VERSION);
  }

  public static String body(String target) {
    return """
    {"targetResourceId":"%s","properties":{
      "storageId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st1",
      "storagePath":"https://st1.blob.core.windows.net/logs"}}
    """
        .formatted(target);
  }

  private HttpRequest.Builder signed() {
    return HttpRequest.newBuilder().header("Authorization", "Bearer " + accessToken);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
