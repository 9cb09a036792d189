package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * API tokens: made, checked, revoked. A token that was revoked on another node, or whose owner may
 * less now, is seen so within 2 s. Safe for any thread.
 */
public final class ApiTokens {
  /** A token that was just made. Its text is told once, here. */
  public record NewToken(ApiToken token, String text) {
    @Override
    public String toString() {
      return "NewToken[" + token.id() + "]";
    }
  }

  /** The longest life of a token in days. */
  public static final int MOST_DAYS = 365;

  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final ApiTokenStore store;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final SecureRandom random;
  private final Cache<UUID, ApiTokenStore.Stored> remembered = remember(REMEMBERED);
  private final Cache<UUID, Boolean> noted = remember(USE_NOTED_EVERY);

  public ApiTokens(Db db, AuditLog audit, Clock clock, Supplier<UUID> ids, SecureRandom random) {
    this.store = new ApiTokenStore(db, audit);
    this.clock = clock;
    this.ids = ids;
    this.random = random;
  }

  /** A token that the product makes for somebody, like the operator of an installation. */
  public Future<String> create(TenantId tenant, String name, Role role, int days) {
    return create(Principal.system(tenant), Optional.empty(), name, role, role.permissions(), days)
        .map(NewToken::text);
  }

  /**
   * @param scopes of the role's permissions, none that {@code who} lacks
   * @param days 1 to {@link #MOST_DAYS}
   */
  Future<NewToken> create(
      Principal who,
      Optional<Origin> origin,
      String name,
      Role role,
      Set<Permission> scopes,
      int days) {
    if (scopes.isEmpty() || !scopes.stream().allMatch(who::may)) {
      throw new IllegalArgumentException("a token may no more than whoever makes it");
    }
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("a token lives 1 to 365 days, not " + days);
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var text = TokenText.fresh(ids.get(), random);
    var token =
        new ApiToken(
            text.id(),
            name,
            role,
            scopes,
            now,
            now.plus(Duration.ofDays(days)),
            Optional.empty(),
            who.name());
    return store
        .add(who.tenant(), token, text.hash(), who, origin)
        .map(new NewToken(token, text.reveal()));
  }

  Future<List<ApiToken>> list(TenantId tenant, Optional<UUID> before, int limit) {
    return store.list(tenant, clock.instant(), before, limit);
  }

  Future<Void> revoke(Principal who, UUID token, Origin origin) {
    return store
        .revoke(who.tenant(), token, clock.instant(), who, origin)
        .onSuccess(_ -> remembered.invalidate(token));
  }

  /** The token behind what was sent; empty when it is wrong, revoked or expired. */
  Future<Optional<ApiTokenStore.Stored>> check(TokenText sent) {
    var known = remembered.getIfPresent(sent.id());
    var found = known == null ? store.find(sent.id()) : Future.succeededFuture(Optional.of(known));
    return found.map(
        stored -> {
          var valid = stored.filter(token -> isValid(token, sent));
          valid.ifPresent(this::used);
          return valid;
        });
  }

  private boolean isValid(ApiTokenStore.Stored token, TokenText sent) {
    return MessageDigest.isEqual(token.hash().getBytes(), sent.hash().getBytes())
        && token.expiresAt().isAfter(clock.instant());
  }

  /** The time of the last use helps to find forgotten tokens; no request waits for it. */
  private void used(ApiTokenStore.Stored token) {
    remembered.asMap().putIfAbsent(token.id(), token);
    if (noted.asMap().putIfAbsent(token.id(), true) == null) {
      store
          .used(token.tenant(), token.id(), clock.instant())
          .onFailure(_ -> noted.invalidate(token.id()));
    }
  }

  private static <V> Cache<UUID, V> remember(Duration time) {
    return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(time).build();
  }
}
