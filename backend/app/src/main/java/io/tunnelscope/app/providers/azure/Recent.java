package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.settings.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is remembered of the accounts used last. Any thread. */
final class Recent<V> {
  private static final int MOST = 1_000;

  /** Whose rights are used; the subscriptions that they reach share them. */
  record Key(AzureEndpoints endpoints, String directory, String clientId, Secret secret) {
    static Key of(AzureAccount account) {
      return new Key(
          account.endpoints(), account.directory(), account.clientId(), account.clientSecret());
    }
  }

  private final Map<Key, V> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Puts in the place of what is kept, or of null, what the change makes of it; null forgets it.
   */
  synchronized Optional<V> change(AzureAccount account, UnaryOperator<V> change) {
    var key = Key.of(account);
    var next = change.apply(kept.get(key));
    if (next == null) {
      kept.remove(key);
    } else {
      kept.put(key, next);
    }
    return Optional.ofNullable(next);
  }
}
