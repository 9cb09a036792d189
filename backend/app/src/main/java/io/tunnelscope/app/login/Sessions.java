package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.tenants.SignedInPeople;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Browser sessions: 30 minutes idle, 12 hours at most. Every request is checked against the
 * database; what was found may be used again for a second, so a revoked session, a lost membership
 * or a changed role is seen on every node within 2 s. Safe for any thread.
 */
public final class Sessions implements SignedInPeople {
  private static final SessionStore.Lifetime LIFETIME =
      new SessionStore.Lifetime(Duration.ofMinutes(30), Duration.ofHours(12));
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final SessionStore store;
  private final Clock clock;
  private final SecureRandom random;
  private final Cache<Buffer, SignedIn> remembered =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  public Sessions(Db db, Clock clock, SecureRandom random) {
    this.store = new SessionStore(db, LIFETIME);
    this.clock = clock;
    this.random = random;
  }

  /**
   * A new session, always with a new key: one that was planted before signing in is worth nothing.
   */
  Future<SessionKey> start(PersonId person, SessionStore.Proof proof) {
    var key = SessionKey.fresh(random);
    return store.add(key.hash(), person, proof, clock.instant()).map(key);
  }

  Future<Optional<SignedIn>> find(SessionKey key) {
    var hash = key.hash();
    var known = remembered.getIfPresent(hash);
    if (known != null) {
      return Future.succeededFuture(Optional.of(known));
    }
    return store
        .find(hash, clock.instant())
        .onSuccess(found -> found.ifPresent(signedIn -> remembered.put(hash, signedIn)));
  }

  /** What vouched for it; empty when it had ended already. */
  Future<Optional<SessionStore.Proof>> end(SessionKey key) {
    var hash = key.hash();
    remembered.invalidate(hash);
    return store.remove(hash).onSuccess(_ -> remembered.invalidate(hash));
  }

  /** The same session under a new key; empty when it has ended. */
  Future<Optional<SessionKey>> renew(SessionKey key) {
    var fresh = SessionKey.fresh(random);
    return store
        .rename(key.hash(), fresh.hash())
        .onSuccess(_ -> remembered.invalidate(key.hash()))
        .map(renamed -> renamed ? Optional.of(fresh) : Optional.empty());
  }

  @Override
  public Future<Void> signOut(PersonId person) {
    return store
        .removeAll(person)
        .onSuccess(_ -> remembered.asMap().values().removeIf(s -> s.person().equals(person)));
  }
}
