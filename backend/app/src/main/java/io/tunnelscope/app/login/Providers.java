package io.tunnelscope.app.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What is known of the providers: their documents and keys, asked for again after ten minutes. Keys
 * are asked for sooner when a token names one that is not known, though not more than twice a
 * minute: anybody can name a key. Safe for any thread; futures fail with {@link LoginRefused}.
 */
final class Providers {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
  private static final int MOST_PROVIDERS = 1_000;

  /** One answer for one client: what a tenant's provider says is nobody else's. */
  private record Key(IdentityProvider provider, URI address) {}

  private record Keys(PublicKeys keys, Instant at) {}

  private final ProviderCalls calls;
  private final Clock clock;
  private final Cache<Key, Future<ProviderDocument>> documents = cache();
  private final Cache<Key, Future<Keys>> keys = cache();

  Providers(ProviderCalls calls, Clock clock) {
    this.calls = calls;
    this.clock = clock;
  }

  Future<ProviderDocument> document(IdentityProvider provider) {
    return once(
        documents,
        new Key(provider, ProviderDocument.address(provider.issuer())),
        () -> fetchDocument(provider));
  }

  /** Asks the provider anew; for an admin who has just named it. */
  Future<ProviderDocument> fetchDocument(IdentityProvider provider) {
    var address = ProviderDocument.address(provider.issuer());
    if ("http".equalsIgnoreCase(address.getScheme()) && !calls.allowed(provider).test(address)) {
      return Future.failedFuture(new LoginRefused(Reason.NOT_HTTPS));
    }
    return calls
        .get(provider, address, Reason.DOCUMENT_UNREACHABLE, Reason.DOCUMENT_MALFORMED)
        .map(json -> ProviderDocument.of(provider.issuer(), json, calls.allowed(provider)));
  }

  /** Asks for the keys anew, as {@link #fetchDocument} does. */
  Future<PublicKeys> fetchPublicKeys(IdentityProvider provider, URI address) {
    return fetchKeys(provider, address).map(Keys::keys);
  }

  Future<PublicKeys> keys(IdentityProvider provider, URI address) {
    return fetched(provider, address).map(Keys::keys);
  }

  /** The keys once more, because one was missing; the same ones when they were fetched just now. */
  Future<PublicKeys> newerKeys(IdentityProvider provider, URI address) {
    var key = new Key(provider, address);
    return fetched(provider, address)
        .compose(
            known -> {
              if (known.at().plus(BETWEEN_FETCHES).isBefore(clock.instant())) {
                keys.invalidate(key);
              }
              return keys(provider, address);
            });
  }

  private Future<Keys> fetched(IdentityProvider provider, URI address) {
    return once(keys, new Key(provider, address), () -> fetchKeys(provider, address));
  }

  private Future<Keys> fetchKeys(IdentityProvider provider, URI address) {
    return calls
        .get(provider, address, Reason.KEYS_UNREACHABLE, Reason.KEYS_MALFORMED)
        .map(json -> new Keys(PublicKeys.of(json), clock.instant()));
  }

  /** Who comes while it is being fetched waits for the same answer; a failure is not kept. */
  private static <T> Future<T> once(
      Cache<Key, Future<T>> cache, Key key, Supplier<Future<T>> fetch) {
    var known = cache.getIfPresent(key);
    if (known != null) {
      return known;
    }
    var fetched = fetch.get();
    cache.put(key, fetched);
    return fetched.onFailure(_ -> cache.asMap().remove(key, fetched));
  }

  private static <T> Cache<Key, Future<T>> cache() {
    return Caffeine.newBuilder().maximumSize(MOST_PROVIDERS).expireAfterWrite(KEPT).build();
  }
}
