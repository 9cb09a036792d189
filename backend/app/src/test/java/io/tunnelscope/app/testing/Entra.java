package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Entra ID as {@code emulate} plays it, on a free port. It is installed from npm when a test first
 * asks for it; without npm the test is skipped.
 */
public final class Entra implements AutoCloseable {
  public static final String CLIENT = "tunnelscope";
  public static final String MAIL = "nari.oh@contoso.example";

  private static final String DIRECTORY = "9188040d-6c67-4c5b-b112-36a304b66dad";
  private static final String CLIENT_SECRET = "a secret & more: ü";
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

  private final Emulated emulated;
  private final String origin;

  private Entra(Emulated emulated) {
    this.emulated = emulated;
    this.origin = emulated.origin();
  }

  /**
   * Waits until it listens.
   *
   * @param redirectUri the only one that its client may use
   */
  public static Entra start(String redirectUri) {
    return new Entra(Emulated.start("entra.mjs", redirectUri));
  }

  /** As an installation is told about it; people are mapped by their user name. */
  public OidcSettings settings() {
    return new OidcSettings(
        URI.create(origin + "/" + DIRECTORY + "/v2.0"),
        CLIENT,
        Optional.of(new Secret(CLIENT_SECRET)),
        "openid profile email",
        "preferred_username");
  }

  /** The person chooses the account on the page of that address; where the browser is sent then. */
  public URI signIn(URI authorizeUrl) throws IOException, InterruptedException {
    try (var browser = HttpClient.newHttpClient()) {
      var page =
          browser.send(HttpRequest.newBuilder(authorizeUrl).build(), BodyHandlers.ofString());
      var ours =
          Stream.of(page.body().split("<form", -1))
              .filter(each -> each.contains(MAIL))
              .findFirst()
              .orElseThrow();
      var form =
          HIDDEN
              .matcher(ours)
              .results()
              .map(field -> field.group(1) + "=" + encoded(plain(field.group(2))))
              .collect(Collectors.joining("&"));
      var answer =
          browser.send(
              HttpRequest.newBuilder(URI.create(origin + "/oauth2/v2.0/authorize/callback"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.ofString());
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }
  }

  private static String plain(String html) {
    return html.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    emulated.close();
  }
}
