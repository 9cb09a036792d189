package io.tunnelscope.app.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.tunnelscope.app.login.LoginRefused.Reason;
import java.text.ParseException;
import java.util.List;

/** The keys with which a provider says that it signs (RFC 7517). Immutable. */
final class PublicKeys {
  private static final int MOST_KEYS = 100;
  private static final int SHORTEST_RSA = 2_048;

  private final JWKSet keys;

  private PublicKeys(JWKSet keys) {
    this.keys = keys;
  }

  /**
   * @throws LoginRefused when it is no set of keys, or a secret is among them: whoever shows its
   *     own secret is not the only one who can sign with it
   */
  static PublicKeys of(JsonNode json) {
    try {
      var keys = JWKSet.parse(json.toString());
      if (keys.size() > MOST_KEYS) {
        throw new LoginRefused(Reason.KEYS_MALFORMED);
      }
      if (keys.getKeys().stream().anyMatch(PublicKeys::isSecret)) {
        throw new LoginRefused(Reason.KEYS_NOT_PUBLIC);
      }
      return new PublicKeys(keys);
    } catch (ParseException | IllegalArgumentException _) {
      throw new LoginRefused(Reason.KEYS_MALFORMED);
    }
  }

  private static boolean isSecret(JWK key) {
    return key.isPrivate() || !(key instanceof AsymmetricJWK);
  }

  /** Those that may have signed a token with that header; a key in the header itself counts not. */
  List<JWK> matching(JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header))
        .select(keys).stream().filter(PublicKeys::isLongEnough).toList();
  }

  private static boolean isLongEnough(JWK key) {
    return !(key instanceof RSAKey rsa) || rsa.size() >= SHORTEST_RSA;
  }

  /** Whether one of them has signed the token. */
  static boolean haveSigned(List<JWK> candidates, SignedJWT token) {
    return candidates.stream().anyMatch(key -> hasSigned(key, token));
  }

  private static boolean hasSigned(JWK key, SignedJWT token) {
    try {
      var publicKey = ((AsymmetricJWK) key).toPublicKey();
      return token.verify(
          new DefaultJWSVerifierFactory().createJWSVerifier(token.getHeader(), publicKey));
    } catch (JOSEException _) {
      return false; // a key that does not go with the algorithm
    }
  }
}
