package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.secrets.DoesNotOpen;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Place;
import io.tunnelscope.app.secrets.SealedColumn;
import io.vertx.core.Future;
import java.util.Optional;

/** The identity providers of tenants, with the secrets of their clients. Any thread. */
final class TenantProviders {
  private final IdentityProviderStore store;
  private final Envelope envelope;

  TenantProviders(IdentityProviderStore store, Envelope envelope) {
    this.store = store;
    this.envelope = envelope;
  }

  /** The one of the tenant; empty when it uses the installation's. */
  Future<Optional<TenantProvider>> find(TenantId tenant) {
    return store.find(tenant);
  }

  /**
   * With its secret, for a tenant that nobody is in yet. Fails with {@link LoginRefused} when the
   * secret does not open.
   */
  Future<Optional<IdentityProvider>> beforeSignIn(TenantId tenant) {
    return store
        .findBeforeSignIn(tenant)
        .compose(
            found ->
                found
                    .map(stored -> opened(tenant, stored).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private Future<IdentityProvider> opened(TenantId tenant, TenantProvider stored) {
    return stored
        .secret()
        .map(
            secret ->
                envelope
                    .open(tenant, placeOf(tenant), secret)
                    .map(stored.provider()::with)
                    .recover(
                        failure ->
                            Future.failedFuture(
                                failure instanceof DoesNotOpen
                                    ? new LoginRefused(Reason.SECRET_DOES_NOT_OPEN)
                                    : failure)))
        .orElseGet(() -> Future.succeededFuture(stored.provider()));
  }

  /**
   * Puts it in the place of the one before; as it is stored then. Fails with {@link
   * io.tunnelscope.app.refusal.Refusal.Invalid} when a secret is to stay that was given for another
   * client.
   */
  Future<TenantProvider> set(
      Principal who, Origin origin, IdentityProvider provider, ClientSecretWish wish) {
    return switch (wish) {
      case ClientSecretWish.Keep() -> store.put(who, origin, provider);
      case ClientSecretWish.Remove() -> store.put(who, origin, provider, Optional.empty());
      case ClientSecretWish.Replace(var secret) ->
          envelope
              .seal(who.tenant(), placeOf(who.tenant()), secret)
              .compose(made -> store.put(who, origin, provider, Optional.of(made)));
    };
  }

  /** Fails with {@code NotFound} when the tenant has none of its own. */
  Future<Void> remove(Principal who, Origin origin) {
    return store.remove(who, origin);
  }

  private static Place placeOf(TenantId tenant) {
    return new Place(SealedColumn.IDENTITY_PROVIDER, tenant.value());
  }
}
