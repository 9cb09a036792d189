package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import java.net.URI;

/**
 * Where a tenant's pages are.
 *
 * @param origin scheme, host and port, without a path
 * @param slug of the tenant
 */
record Site(String origin, String slug) {
  Site {
    requireNonNull(origin, "origin");
    requireNonNull(slug, "slug");
  }

  URI run(RunId run) {
    return URI.create(origin + "/t/" + slug + "/runs/" + run);
  }

  URI runs() {
    return URI.create(origin + "/t/" + slug + "/runs");
  }

  /** Host and port, to know our links by. */
  String authority() {
    return URI.create(origin).getAuthority();
  }
}
