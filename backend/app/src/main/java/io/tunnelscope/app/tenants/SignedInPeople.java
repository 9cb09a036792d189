package io.tunnelscope.app.tenants;

import io.tunnelscope.app.identity.PersonId;
import io.vertx.core.Future;

/** Where people are signed in; implemented by login. */
@FunctionalInterface
public interface SignedInPeople {
  /**
   * Ends every session of the person. Until it is done, what a session may is still asked of the
   * membership, so nothing depends on it.
   */
  Future<Void> signOut(PersonId person);
}
