package io.tunnelscope.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, read once at start from the environment and a file of {@code NAME=value} lines.
 * Prints without secrets.
 *
 * @param logStore there for {@link Purpose#SERVE}
 * @param workers runs that this node works on at once
 * @param egressAllow host:port of private addresses that outgoing HTTP may reach
 * @param vici what the strongSwan provider may open
 * @param auditCheckpoint file that gets the signed heads of the audit chains
 * @param kmsFile file of the keys that wrap the tenants' keys; there for {@link Purpose#SERVE}
 */
public record Settings(
    HttpSettings http,
    DatabaseSettings database,
    Optional<LogStore> logStore,
    int workers,
    Optional<OidcSettings> oidc,
    Optional<SlackSettings> slack,
    List<String> egressAllow,
    ViciSettings vici,
    Optional<Path> auditCheckpoint,
    Optional<Path> kmsFile) {
  static final String HOST_AND_PORT = "(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}";

  public Settings {
    egressAllow = List.copyOf(egressAllow);
  }

  /**
   * Reads and checks everything.
   *
   * @param environment wins over the file; names that do not begin with TUNNELSCOPE_ are nobody's
   *     business here
   * @throws SettingsInvalid with every mistake, unknown names included
   */
  public static Settings from(
      Map<String, String> environment, Optional<Path> file, Purpose purpose) {
    var entries = new Entries(environment, file);
    var settings =
        new Settings(
            HttpSettings.read(entries, purpose),
            DatabaseSettings.read(entries, purpose),
            LogStore.read(entries, purpose),
            entries.number(SettingKey.WORKERS, 8, 1, 256),
            OidcSettings.read(entries),
            SlackSettings.read(entries),
            entries.list(SettingKey.EGRESS_ALLOW, HOST_AND_PORT, "host:port"),
            ViciSettings.read(entries),
            entries.afterFile(SettingKey.AUDIT_CHECKPOINT),
            kmsFile(entries, purpose));
    if (settings.oidc().isPresent() && !settings.http().knowsItsAddress()) {
      entries.complain(
          SettingKey.PUBLIC_URL, "is missing: the identity provider sends people back to it");
    }
    entries.throwIfInvalid();
    return settings;
  }

  private static Optional<Path> kmsFile(Entries entries, Purpose purpose) {
    if (purpose == Purpose.SERVE && !entries.isSet(SettingKey.KMS)) {
      entries.complain(SettingKey.KMS, "is missing: file:PATH of a key file, see docs/operate.md");
    }
    return entries.afterFile(SettingKey.KMS);
  }

  /** The same, listening elsewhere. */
  public Settings with(HttpSettings other) {
    return new Settings(
        other,
        database,
        logStore,
        workers,
        oidc,
        slack,
        egressAllow,
        vici,
        auditCheckpoint,
        kmsFile);
  }

  /** The same, with other databases. */
  public Settings with(DatabaseSettings other) {
    return new Settings(
        http, other, logStore, workers, oidc, slack, egressAllow, vici, auditCheckpoint, kmsFile);
  }

  /** The same, keeping logs elsewhere. */
  public Settings with(LogStore other) {
    return new Settings(
        http,
        database,
        Optional.of(other),
        workers,
        oidc,
        slack,
        egressAllow,
        vici,
        auditCheckpoint,
        kmsFile);
  }

  /** The same, opening other gateways. */
  public Settings with(ViciSettings other) {
    return new Settings(
        http,
        database,
        logStore,
        workers,
        oidc,
        slack,
        egressAllow,
        other,
        auditCheckpoint,
        kmsFile);
  }

  /** The same, with a file for the signed heads of the audit where none was named. */
  public Settings orAuditCheckpoint(Path file) {
    return new Settings(
        http,
        database,
        logStore,
        workers,
        oidc,
        slack,
        egressAllow,
        vici,
        auditCheckpoint.or(() -> Optional.of(file)),
        kmsFile);
  }
}
