package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.settings.Secret;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Seals texts for one place in the database and opens them there: with a data key of the tenant,
 * which the KMS wraps. A tenant gets its first data key with its first secret. Any thread; what it
 * computes takes microseconds, so it stays on the caller's.
 */
public final class Envelope {
  private static final int MOST_OPEN = 1_000;

  /** A key that was taken out of the KMS opens no longer than this. */
  private static final Duration OPEN = Duration.ofMinutes(5);

  private final DataKeyStore keys;
  private final Kms kms;
  private final SecureRandom random;
  private final Cache<DataKeyId, DataKey> open =
      Caffeine.newBuilder().maximumSize(MOST_OPEN).expireAfterWrite(OPEN).build();

  public Envelope(DataKeyStore keys, Kms kms, SecureRandom random) {
    this.keys = keys;
    this.kms = kms;
    this.random = random;
  }

  /**
   * The text sealed by the tenant's newest key. Before it is written, {@link
   * DataKeyStore#stillThere} must say in the same transaction that the key is.
   */
  public Future<Sealed> seal(TenantId tenant, Place place, Secret text) {
    return seal(tenant, place, text.reveal().getBytes(UTF_8));
  }

  /**
   * Fails with {@link DoesNotOpen} when the value was sealed for another tenant or place, was
   * changed, or when the KMS does not open its key.
   */
  public Future<Secret> open(TenantId tenant, Place place, Sealed sealed) {
    return openBytes(tenant, place, sealed).map(text -> new Secret(new String(text, UTF_8)));
  }

  /**
   * Sees whether the KMS opens what the tenants have. Fails with {@link WrongKeys}, which names the
   * keys that are missing.
   */
  public Future<Void> check() {
    return keys.oneOfEachKek()
        .compose(
            all ->
                Future.join(all.stream().map(this::misses).toList())
                    .map(answers -> answers.<Optional<String>>list()))
        .map(missing -> missing.stream().flatMap(Optional::stream).toList())
        .compose(Envelope::noneMissing);
  }

  Future<Sealed> seal(TenantId tenant, Place place, byte[] text) {
    return newest(tenant).compose(this::opened).map(key -> key.seal(place, text));
  }

  /** As {@link #open}, for what is no text. */
  Future<byte[]> openBytes(TenantId tenant, Place place, Sealed sealed) {
    if (!sealed.key().id().tenant().equals(tenant)) {
      return Future.failedFuture(new DoesNotOpen());
    }
    return opened(sealed.key()).map(key -> key.open(place, sealed.bytes()));
  }

  /** The key itself, out of memory or out of the KMS. */
  Future<DataKey> opened(StoredKey stored) {
    var known = open.getIfPresent(stored.id());
    return known != null
        ? Future.succeededFuture(known)
        : kms.unwrap(stored)
            .map(bytes -> new DataKey(stored, bytes))
            .onSuccess(key -> open.put(stored.id(), key));
  }

  /** A new key of the tenant, kept by nobody yet. */
  Future<StoredKey> make(DataKeyId id) {
    var bytes = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(bytes);
    return kms.wrap(id, bytes)
        .map(wrapped -> new StoredKey(id, wrapped))
        .onComplete(_ -> Arrays.fill(bytes, (byte) 0));
  }

  private Future<StoredKey> newest(TenantId tenant) {
    return keys.newest(tenant)
        .compose(
            known ->
                known
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            make(new DataKeyId(tenant, 1))
                                .compose(keys::add)
                                .compose(_ -> keys.newest(tenant))
                                .map(Optional::orElseThrow)));
  }

  private Future<Optional<String>> misses(StoredKey key) {
    return kms.unwrap(key)
        .transform(
            opened ->
                switch (opened.cause()) {
                  case null -> {
                    Arrays.fill(opened.result(), (byte) 0);
                    yield Future.succeededFuture(Optional.empty());
                  }
                  case DoesNotOpen _ -> Future.succeededFuture(Optional.of(key.wrapped().kek()));
                  case Throwable outage -> Future.failedFuture(outage);
                });
  }

  private static Future<Void> noneMissing(List<String> keks) {
    return keks.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new WrongKeys(keks));
  }
}
