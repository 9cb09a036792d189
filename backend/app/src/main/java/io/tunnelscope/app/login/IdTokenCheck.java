package io.tunnelscope.app.login;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether an ID token is to be believed (OpenID Connect Core 1.0, section 3.1.3.7). What it
 * lets through was signed by the provider, for us, now, and for this very attempt. Any context; the
 * arithmetic is done on a worker thread.
 */
final class IdTokenCheck {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int LONGEST_TOKEN = 64 * 1024;
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_ROLES = 1_000;
  private static final int LONGEST_ROLE = 200;

  /** Signatures that only the owner of a private key can make. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Stream.of(JWSAlgorithm.Family.RSA, JWSAlgorithm.Family.EC)
          .flatMap(Collection::stream)
          .filter(algorithm -> !algorithm.equals(JWSAlgorithm.ES256K))
          .collect(Collectors.toUnmodifiableSet());

  private final Vertx vertx;
  private final Providers providers;
  private final Clock clock;

  IdTokenCheck(Vertx vertx, Providers providers, Clock clock) {
    this.vertx = vertx;
    this.providers = providers;
    this.clock = clock;
  }

  /**
   * Fails with {@link LoginRefused}.
   *
   * @param keys where the provider keeps its keys
   * @param nonce of the attempt
   */
  Future<IdToken> verify(IdentityProvider provider, URI keys, String text, String nonce) {
    return Future.future(promise -> promise.complete(parsed(text))) // a throw becomes the failure
        .map(SignedJWT.class::cast)
        .compose(token -> signed(provider, keys, token))
        .map(token -> believed(provider, token, nonce, text));
  }

  private static SignedJWT parsed(String text) {
    if (text.length() > LONGEST_TOKEN) {
      throw new LoginRefused(Reason.TOKEN_MALFORMED);
    }
    try {
      if (JWTParser.parse(text) instanceof SignedJWT token) {
        checkHeader(token.getHeader());
        return token;
      }
    } catch (ParseException | RuntimeException e) {
      throw e instanceof LoginRefused known ? known : new LoginRefused(Reason.TOKEN_MALFORMED);
    }
    throw new LoginRefused(Reason.TOKEN_ALGORITHM); // not signed at all, or encrypted
  }

  private static void checkHeader(JWSHeader header) {
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new LoginRefused(Reason.TOKEN_ALGORITHM);
    }
    // None of the extensions that a token could insist on is known here.
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw new LoginRefused(Reason.TOKEN_CRITICAL_HEADER);
    }
    var type = header.getType();
    if (type != null && !type.equals(JOSEObjectType.JWT)) {
      throw new LoginRefused(Reason.TOKEN_TYPE); // an access token, or one that signs out
    }
  }

  /** Asks for the keys once more when none fits: providers change them. */
  private Future<SignedJWT> signed(IdentityProvider provider, URI address, SignedJWT token) {
    return providers
        .keys(provider, address)
        .map(keys -> keys.matching(token.getHeader()))
        .compose(
            known ->
                known.isEmpty()
                    ? providers
                        .newerKeys(provider, address)
                        .map(keys -> keys.matching(token.getHeader()))
                    : Future.succeededFuture(known))
        .compose(candidates -> verified(candidates, token));
  }

  private Future<SignedJWT> verified(List<JWK> candidates, SignedJWT token) {
    if (candidates.isEmpty()) {
      return Future.failedFuture(new LoginRefused(Reason.TOKEN_KEY_UNKNOWN));
    }
    return vertx
        .executeBlocking(() -> PublicKeys.haveSigned(candidates, token), false)
        .compose(
            good ->
                good
                    ? Future.succeededFuture(token)
                    : Future.failedFuture(new LoginRefused(Reason.TOKEN_SIGNATURE)));
  }

  private IdToken believed(IdentityProvider provider, SignedJWT token, String nonce, String text) {
    try {
      refuseNumbersAsNames(token);
      var claims = token.getJWTClaimsSet();
      checkParties(provider, claims);
      checkTimes(claims);
      if (!Unguessable.areEqual(nonce, or(claims.getStringClaim("nonce"), ""))) {
        throw new LoginRefused(Reason.TOKEN_NONCE);
      }
      var subject = subject(claims);
      return new IdToken(
          claims.getIssuer(),
          subject,
          name(claims, subject),
          roles(claims.getClaim(provider.roleClaim())),
          text);
    } catch (ParseException | IllegalArgumentException _) {
      throw new LoginRefused(Reason.TOKEN_MALFORMED);
    }
  }

  /** The parser would make texts of them, and two people might become one. */
  private static void refuseNumbersAsNames(SignedJWT token) {
    var json = token.getPayload().toJSONObject();
    if (json == null || Stream.of("iss", "sub").map(json::get).anyMatch(IdTokenCheck::isNoText)) {
      throw new LoginRefused(Reason.TOKEN_MALFORMED);
    }
  }

  private static boolean isNoText(Object claim) {
    return claim != null && !(claim instanceof String);
  }

  private static void checkParties(IdentityProvider provider, JWTClaimsSet claims)
      throws ParseException {
    if (!provider.issuer().equals(claims.getIssuer())) {
      throw new LoginRefused(Reason.TOKEN_ISSUER);
    }
    if (!claims.getAudience().contains(provider.clientId())) {
      throw new LoginRefused(Reason.TOKEN_AUDIENCE);
    }
    var party = claims.getStringClaim("azp");
    boolean forUs =
        party == null ? claims.getAudience().size() == 1 : party.equals(provider.clientId());
    if (!forUs) {
      throw new LoginRefused(Reason.TOKEN_AUTHORIZED_PARTY);
    }
  }

  private void checkTimes(JWTClaimsSet claims) {
    var now = clock.instant();
    if (claims.getExpirationTime() == null || claims.getIssueTime() == null) {
      throw new LoginRefused(Reason.TOKEN_MALFORMED);
    }
    if (!claims.getExpirationTime().toInstant().plus(SKEW).isAfter(now)) {
      throw new LoginRefused(Reason.TOKEN_EXPIRED);
    }
    if (isAhead(claims.getIssueTime(), now) || isAhead(claims.getNotBeforeTime(), now)) {
      throw new LoginRefused(Reason.TOKEN_FROM_THE_FUTURE);
    }
  }

  private static boolean isAhead(Date time, Instant now) {
    return time != null && time.toInstant().isAfter(now.plus(SKEW));
  }

  private static String subject(JWTClaimsSet claims) {
    var subject = or(claims.getSubject(), "");
    boolean good =
        !subject.isBlank()
            && subject.length() <= LONGEST_SUBJECT
            && subject.chars().noneMatch(Character::isISOControl);
    if (!good) {
      throw new LoginRefused(Reason.TOKEN_SUBJECT);
    }
    return subject;
  }

  private static String name(JWTClaimsSet claims, String subject) {
    return Stream.of("name", "preferred_username", "email")
        .map(claims::getClaim)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .map(name -> name.replaceAll("\\p{C}", " ").strip())
        .filter(name -> !name.isEmpty())
        .map(name -> name.substring(0, Math.min(name.length(), LONGEST_NAME)))
        .findFirst()
        .orElse(subject.substring(0, Math.min(subject.length(), LONGEST_NAME)));
  }

  private static Set<String> roles(Object claim) {
    var values =
        switch (claim) {
          case String one -> Stream.of(one);
          case Collection<?> several ->
              several.stream().filter(String.class::isInstance).map(String.class::cast);
          case null, default -> Stream.<String>empty();
        };
    return values
        .filter(value -> value.length() <= LONGEST_ROLE)
        .limit(MOST_ROLES)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String or(String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
