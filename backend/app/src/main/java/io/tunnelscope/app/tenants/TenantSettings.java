package io.tunnelscope.app.tenants;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a tenant settles for itself.
 *
 * @param language of texts for somebody whose own is not known
 * @param runDays for how long finished runs are kept; empty: for ever
 * @param bundleDays for how long log bundles are kept, at most as long as their runs
 * @param auditDays for how long records of the audit are kept
 */
public record TenantSettings(
    String name,
    Language language,
    ZoneId timeZone,
    Optional<Integer> runDays,
    int bundleDays,
    int auditDays) {
  public TenantSettings {
    requireNonNull(name);
    requireNonNull(language);
    requireNonNull(timeZone);
    requireNonNull(runDays);
  }

  /** Settings as they stand, to be changed by whoever has seen just these. */
  record Versioned(TenantSettings settings, int version) {}

  /** For the audit. */
  JsonObject toJson() {
    return new JsonObject()
        .put("name", name)
        .put("language", language.tag())
        .put("timeZone", timeZone.getId())
        .put("runDays", runDays.orElse(null))
        .put("bundleDays", bundleDays)
        .put("auditDays", auditDays);
  }
}
