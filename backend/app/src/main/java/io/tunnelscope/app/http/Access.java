package io.tunnelscope.app.http;

import io.tunnelscope.app.identity.Permission;

/** Who may use a route. There is no other kind, so nothing is mounted without an answer. */
public sealed interface Access {
  /** Anybody, not signed in: the sign-in itself, the API description. */
  record Open() implements Access {}

  /** A person with a session, whatever the tenant. */
  record SignedIn() implements Access {}

  /** A member of the tenant in the path, by session or token, whose role has the permission. */
  record InTenant(Permission permission) implements Access {}

  /** As {@link InTenant}, with a browser's session alone; the query names the tenant. */
  record InNamedTenant(Permission permission) implements Access {}

  /** A program with an API token, in the tenant of the token, whose role has the permission. */
  record ByToken(Permission permission) implements Access {}
}
