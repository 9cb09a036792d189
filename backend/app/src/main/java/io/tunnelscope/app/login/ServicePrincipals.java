package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * API tokens in the words of OAuth 2.0 (RFC 6749, section 4.4): the id of a token is the client id,
 * its text the client secret. The text is the access token too, so there is no second secret to
 * keep, and a token that is revoked ends what was granted on it.
 */
public final class ServicePrincipals {
  /**
   * What a client sends.
   *
   * @param tenant where the client names one; empty when the id alone has to do
   */
  public record Credentials(String clientId, String secret, Optional<String> tenant) {
    @Override
    public String toString() {
      return "Credentials[" + clientId + "]";
    }
  }

  /**
   * What it gets.
   *
   * @param life after which it shall ask again
   */
  public record Grant(String accessToken, Duration life) {
    @Override
    public String toString() {
      return "Grant[" + life + "]";
    }
  }

  private static final Duration LONGEST_LIFE = Duration.ofHours(1);

  private final LoginDoorkeeper doorkeeper;
  private final Clock clock;

  ServicePrincipals(LoginDoorkeeper doorkeeper, Clock clock) {
    this.doorkeeper = doorkeeper;
    this.clock = clock;
  }

  /**
   * Fails with {@link Refusal.NotSignedIn}, in the same words for a wrong id, a wrong secret and a
   * foreign tenant, and with {@link Refusal.TooManyRequests}.
   */
  public Future<Grant> grant(RoutingContext ctx, Credentials sent) {
    var text =
        TokenText.parse(sent.secret())
            .filter(token -> token.id().toString().equalsIgnoreCase(sent.clientId()));
    return doorkeeper
        .token(ctx, text)
        .compose(
            token -> {
              if (!sent.tenant().stream().allMatch(named -> isOf(token.tenant(), named))) {
                throw doorkeeper.stranger(ctx);
              }
              var grant = new Grant(sent.secret(), life(token));
              return doorkeeper.granted(ctx, token).map(grant);
            });
  }

  private static boolean isOf(TenantId tenant, String named) {
    return tenant.toString().equalsIgnoreCase(named);
  }

  private Duration life(ApiTokenStore.Stored token) {
    var left = Duration.between(clock.instant(), token.expiresAt());
    return left.compareTo(LONGEST_LIFE) < 0 ? left : LONGEST_LIFE;
  }
}
