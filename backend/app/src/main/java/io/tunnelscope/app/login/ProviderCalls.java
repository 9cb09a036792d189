package io.tunnelscope.app.login;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressAnswer;
import io.tunnelscope.app.egress.EgressCall;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.egress.EgressFailure;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.settings.OidcSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks identity providers, with an end in time and size. The provider of the installation may be
 * anywhere, for the operator has named it; what a tenant names must be public or on the operator's
 * list. Never blocks.
 */
final class ProviderCalls {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 256 * 1024;
  private static final int DEEPEST = 32;
  private static final int OK = 200;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  // Of two members with one name the next reader might take the other.
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Egress installation;
  private final Egress tenants;

  /**
   * @param listed host:port that the operator lets everybody reach
   */
  ProviderCalls(Vertx vertx, Optional<OidcSettings> settings, Collection<String> listed) {
    var more = new ArrayList<>(listed);
    settings.ifPresent(oidc -> more.add(hostAndPort(oidc.issuer())));
    this.installation = new Egress(vertx, EgressRules.ofAnyHost(more));
    this.tenants = new Egress(vertx, EgressRules.ofAnyHost(listed));
  }

  /** Which addresses that provider may lead us to. */
  Predicate<URI> allowed(IdentityProvider provider) {
    return egress(provider).rules()::allow;
  }

  /**
   * The JSON of an address.
   *
   * @param unreachable why the sign-in fails when there is no answer or it is not 200
   * @param malformed why it fails when the answer is no JSON object
   */
  Future<JsonNode> get(
      IdentityProvider provider, URI address, Reason unreachable, Reason malformed) {
    var call =
        new EgressCall(
            HttpMethod.GET,
            address,
            Map.of("Accept", "application/json"),
            Buffer.buffer(),
            LONGEST,
            MOST_BYTES);
    return send(provider, call, unreachable, malformed)
        .map(
            answer -> {
              if (answer.status() != OK) {
                throw new LoginRefused(unreachable);
              }
              return object(answer, malformed);
            });
  }

  /** The whole answer to a form, whatever its status. */
  Future<EgressAnswer> post(
      IdentityProvider provider, URI address, Map<String, String> headers, String form) {
    var call =
        new EgressCall(HttpMethod.POST, address, headers, Buffer.buffer(form), LONGEST, MOST_BYTES);
    return send(provider, call, Reason.EXCHANGE_UNREACHABLE, Reason.EXCHANGE_MALFORMED);
  }

  /**
   * @throws LoginRefused when it is no JSON object
   */
  static JsonNode object(EgressAnswer answer, Reason malformed) {
    try {
      var tree = JSON.readTree(answer.body().getBytes());
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (IOException _) {
      // The parser's words are of the provider's making.
    }
    throw new LoginRefused(malformed);
  }

  private Future<EgressAnswer> send(
      IdentityProvider provider, EgressCall call, Reason unreachable, Reason malformed) {
    return egress(provider)
        .send(call)
        .recover(
            failure ->
                Future.failedFuture(new LoginRefused(reason(failure, unreachable, malformed))));
  }

  private static Reason reason(Throwable failure, Reason unreachable, Reason malformed) {
    if (!(failure instanceof EgressFailed known)) {
      return unreachable;
    }
    return switch (known.failure()) {
      case EgressFailure.FORBIDDEN -> Reason.ENDPOINT_FORBIDDEN;
      case EgressFailure.UNREACHABLE, EgressFailure.TIMED_OUT -> unreachable;
      case EgressFailure.TOO_LONG, EgressFailure.BROKEN -> malformed;
    };
  }

  private Egress egress(IdentityProvider provider) {
    return provider.owner().isPresent() ? tenants : installation;
  }

  private static String hostAndPort(URI address) {
    int usual = "https".equals(address.getScheme()) ? 443 : 80;
    return address.getHost() + ":" + (address.getPort() < 0 ? usual : address.getPort());
  }
}
