package io.tunnelscope.app.http;

import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * Finds out who sends a request; implemented by login. Every method is called on the request's
 * event loop, before the body is read, and ends within the deadline of the database.
 */
public interface Doorkeeper {
  /**
   * The person with a valid session cookie. Fails with {@code NotSignedIn} when there is none, with
   * {@code NotAllowed} when the request may have been forged by another site, with {@code
   * TooManyRequests}.
   */
  Future<Session> session(RoutingContext ctx);

  /**
   * Who asks in this tenant, by session or API token. Fails as {@link #session} does, and with
   * {@code NotFound} when there is no such tenant or the caller is no member: nobody can tell
   * which.
   */
  Future<Principal> member(RoutingContext ctx, String tenantSlug);

  /**
   * The program behind an API token, in the tenant of the token: for paths that name none. Fails
   * with {@code NotSignedIn} when there is no token or a wrong one, with {@code TooManyRequests}.
   */
  Future<Principal> program(RoutingContext ctx);

  /**
   * Notes that a member asked for something that the role does not allow. Never fails: the refusal
   * is sent all the same.
   */
  Future<Void> refused(RoutingContext ctx, Principal who, Permission missing);
}
