package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.net.URI;
import java.util.List;

/** The address at a provider where people sign in (RFC 6749, section 4.1.1; RFC 7636). */
final class AuthorizeUrl {
  private static final int MOST_CLIENTS = 1_000;

  private record Client(String address, String id) {}

  private final Vertx vertx;
  private final Cache<Client, OAuth2Auth> clients =
      Caffeine.newBuilder()
          .maximumSize(MOST_CLIENTS)
          .<Client, OAuth2Auth>removalListener((_, client, _) -> client.close())
          .build();

  AuthorizeUrl(Vertx vertx) {
    this.vertx = vertx;
  }

  String of(
      IdentityProvider provider, ProviderDocument document, LoginAttempt attempt, String state) {
    var address = document.authorization();
    var url =
        new OAuth2AuthorizationURL()
            .setRedirectUri(attempt.redirectUri())
            .setScopes(List.of(provider.scopes().split(" ", -1)))
            .setState(state)
            .setCodeChallenge(Unguessable.challenge(attempt.verifier()))
            .setCodeChallengeMethod("S256")
            .putAdditionalParameter("nonce", attempt.nonce());
    // The library would add a second question mark. What we say ourselves wins.
    new QueryStringDecoder(address)
        .parameters()
        .forEach(
            (name, values) -> {
              if (!List.of("response_type", "client_id", "nonce").contains(name)) {
                url.putAdditionalParameter(name, values.getFirst());
              }
            });
    return client(withoutQuery(address), provider).authorizeURL(url);
  }

  private OAuth2Auth client(String address, IdentityProvider provider) {
    return clients.get(
        new Client(address, provider.clientId()),
        key ->
            OAuth2Auth.create(
                vertx,
                new OAuth2Options()
                    .setClientId(key.id())
                    .setAuthorizationPath(key.address())
                    .setTokenPath(key.address()))); // never asked: see CodeExchange
  }

  private static String withoutQuery(URI address) {
    var text = address.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }
}
