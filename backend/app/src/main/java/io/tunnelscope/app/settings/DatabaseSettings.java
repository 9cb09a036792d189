package io.tunnelscope.app.settings;

import java.util.Optional;

/**
 * The databases, by role.
 *
 * @param app the requests; there for {@link Purpose#SERVE}
 * @param system sign-in and workers; there for {@link Purpose#SERVE}
 * @param migrate migrations and the operator's verbs; there for {@link Purpose#MIGRATE}
 * @param allowOldServer the operator takes the risk of a server with a known leak between tenants
 */
public record DatabaseSettings(
    Optional<DatabaseUrl> app,
    Optional<DatabaseUrl> system,
    Optional<DatabaseUrl> migrate,
    boolean allowOldServer) {

  static DatabaseSettings read(Entries entries, Purpose purpose) {
    boolean serves = purpose == Purpose.SERVE;
    return new DatabaseSettings(
        url(entries, SettingKey.DATABASE_URL, serves),
        url(entries, SettingKey.SYSTEM_DATABASE_URL, serves),
        url(entries, SettingKey.MIGRATE_DATABASE_URL, purpose == Purpose.MIGRATE),
        entries.flag(SettingKey.DB_ALLOW_OLD));
  }

  private static Optional<DatabaseUrl> url(Entries entries, SettingKey key, boolean needed) {
    if (needed && !entries.isSet(key)) {
      entries.complain(key, "is missing: postgresql://user:password@host:port/database");
    }
    return entries.parsed(key, DatabaseUrl::parse);
  }
}
