package io.tunnelscope.app.secrets;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a tenant a new data key, wrapped by the newest key of the installation, and seals
 * everything anew with it. Servers may work meanwhile. Whatever ends it half-way, the next rotation
 * goes on where it was: what is left to do is what still has an older key. For the operator of the
 * installation, with the role that migrates.
 */
public final class Rotation {
  /** Rounds in which a server may have sealed something with the older key meanwhile. */
  private static final int ROUNDS = 10;

  private final DataKeyStore keys;
  private final SealedStore values;
  private final Envelope envelope;

  public Rotation(DataKeyStore keys, SealedStore values, Envelope envelope) {
    this.keys = keys;
    this.values = values;
    this.envelope = envelope;
  }

  /**
   * @param keyVersion of the key that the tenant has now
   * @param values that were sealed anew
   */
  public record Rotated(int keyVersion, int values) {}

  /**
   * Empty when the tenant has no secrets yet. Fails with {@link DoesNotOpen} when the KMS does not
   * open its keys or a value was tampered with; nothing is lost then.
   */
  public Future<Optional<Rotated>> rotate(TenantId tenant) {
    return keys.all(tenant)
        .compose(
            known ->
                known.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : openAll(
                            known) // first: a wrong KMS must not wrap a key that seals from then on
                        .compose(_ -> begin(tenant, known))
                        .compose(this::openAll)
                        .compose(open -> go(tenant, open, ROUNDS, 0))
                        .map(Optional::of));
  }

  /** Two keys are a rotation that did not end: no third one then. */
  private Future<List<StoredKey>> begin(TenantId tenant, List<StoredKey> known) {
    if (known.size() > 1) {
      return Future.succeededFuture(known);
    }
    var next = new DataKeyId(tenant, known.getFirst().id().version() + 1);
    return envelope.make(next).compose(keys::add).compose(_ -> keys.all(tenant));
  }

  private Future<Map<Integer, DataKey>> openAll(List<StoredKey> stored) {
    return Future.all(stored.stream().map(envelope::opened).toList())
        .map(
            opened -> {
              var byVersion = new HashMap<Integer, DataKey>();
              for (int n = 0; n < stored.size(); n++) {
                byVersion.put(stored.get(n).id().version(), opened.resultAt(n));
              }
              return Map.copyOf(byVersion);
            });
  }

  private Future<Rotated> go(TenantId tenant, Map<Integer, DataKey> open, int rounds, int before) {
    int newest = open.keySet().stream().max(Integer::compare).orElseThrow();
    Future<Integer> resealed = Future.succeededFuture(before);
    for (var column : SealedColumn.values()) {
      resealed = resealed.compose(sum -> column(tenant, column, newest, open, sum));
    }
    return resealed.compose(
        sum ->
            values
                .dropOlderKeys(tenant, newest, sum)
                .compose(
                    older ->
                        older == 0 || rounds == 1
                            ? Future.succeededFuture(new Rotated(newest, sum))
                            : go(tenant, open, rounds - 1, sum)));
  }

  private Future<Integer> column(
      TenantId tenant, SealedColumn column, int newest, Map<Integer, DataKey> open, int sum) {
    return values
        .reseal(tenant, column, newest, old -> anew(old, newest, open))
        .compose(
            done ->
                done == 0
                    ? Future.succeededFuture(sum)
                    : column(tenant, column, newest, open, sum + done));
  }

  private static Buffer anew(SealedStore.Old old, int newest, Map<Integer, DataKey> open) {
    var text = open.get(old.version()).open(old.place(), old.bytes());
    return open.get(newest).seal(old.place(), text).bytes();
  }
}
