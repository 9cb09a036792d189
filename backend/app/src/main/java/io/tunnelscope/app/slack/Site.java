package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.core.network.ArmId;
import java.net.URI;
import java.net.URLEncoder;

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

  /** Where one comes to first. */
  URI targets() {
    return URI.create(origin + "/t/" + slug + "/targets");
  }

  URI target(ArmId id) {
    var part = URLEncoder.encode(id.value(), UTF_8).replace("+", "%20");
    return URI.create(origin + "/t/" + slug + "/targets/" + part);
  }

  URI schedules() {
    return URI.create(origin + "/t/" + slug + "/schedules");
  }

  /** Host and port, to know our links by. */
  String authority() {
    return URI.create(origin).getAuthority();
  }
}
