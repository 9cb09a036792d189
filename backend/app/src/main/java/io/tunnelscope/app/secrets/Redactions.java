package io.tunnelscope.app.secrets;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.logs.Redaction;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Takes secrets out of the logs of a tenant with a key of the tenant's own, which never changes: of
 * two runs one still sees whether they met the same secret, of two tenants nobody does. Any thread.
 */
public final class Redactions {
  private static final int KEY_BYTES = 32;

  private final RedactionKeyStore store;
  private final Envelope envelope;
  private final SecureRandom random;

  public Redactions(RedactionKeyStore store, Envelope envelope, SecureRandom random) {
    this.store = store;
    this.envelope = envelope;
    this.random = random;
  }

  /** Made with the first log of the tenant. Fails with {@link DoesNotOpen} as the envelope does. */
  public Future<Redaction> of(TenantId tenant) {
    var place = new Place(SealedColumn.REDACTION_KEY, tenant.value());
    return store
        .find(tenant)
        .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> first(tenant, place)))
        .compose(key -> envelope.openBytes(tenant, place, key))
        .map(Redaction::new);
  }

  private Future<Sealed> first(TenantId tenant, Place place) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return envelope
        .seal(tenant, place, key)
        .compose(made -> store.add(tenant, made))
        .compose(_ -> store.find(tenant))
        .map(Optional::orElseThrow);
  }
}
