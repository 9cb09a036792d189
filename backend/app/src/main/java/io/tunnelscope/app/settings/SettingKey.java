package io.tunnelscope.app.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Every setting there is; in the environment and in the file it is called TUNNELSCOPE_ and this.
 */
enum SettingKey {
  HTTP_HOST,
  HTTP_PORT,
  MANAGEMENT_PORT,
  PUBLIC_URL,
  TLS_CERT,
  TLS_KEY,
  TRUSTED_PROXIES,
  DATABASE_URL(true),
  SYSTEM_DATABASE_URL(true),
  MIGRATE_DATABASE_URL(true),
  DB_ALLOW_OLD,
  EGRESS_ALLOW,
  AUDIT_CHECKPOINT,
  OIDC_ISSUER,
  OIDC_CLIENT_ID,
  OIDC_CLIENT_SECRET(true),
  OIDC_SCOPES,
  OIDC_ROLE_CLAIM,
  SLACK_SIGNING_SECRET(true),
  SLACK_CLIENT_ID,
  SLACK_CLIENT_SECRET(true),
  SLACK_APP_TOKEN(true),
  SLACK_API_URL,
  SLACK_AUTHORIZE_URL,
  LOG_STORE(true), // its address may hold a signature
  LOG_STORE_KEY(true),
  KMS,
  VICI_ALLOW,
  VICI_LOGS,
  WORKERS;

  private static final String PREFIX = "TUNNELSCOPE_";

  /** Names of the client verbs and of cli.env, which are in the same environment. */
  private static final List<String> OTHERS =
      List.of(
          "TUNNELSCOPE_URL",
          "TUNNELSCOPE_TENANT",
          "TUNNELSCOPE_TOKEN",
          "TUNNELSCOPE_AUDITOR_TOKEN",
          "TUNNELSCOPE_ADMIN_TOKEN",
          "TUNNELSCOPE_CLIENT_ID",
          "TUNNELSCOPE_CLIENT_SECRET",
          "TUNNELSCOPE_ARM_TENANT",
          "TUNNELSCOPE_JAR");

  private static final int FARTHEST_MEANT = 4;

  private final boolean secret;

  SettingKey() {
    this(false);
  }

  SettingKey(boolean secret) {
    this.secret = secret;
  }

  String fullName() {
    return PREFIX + name();
  }

  /** The key of a file that holds the value; for secrets alone. */
  Optional<String> fileName() {
    return secret ? Optional.of(fullName() + "_FILE") : Optional.empty();
  }

  static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }

  static boolean isKnown(String name) {
    return OTHERS.contains(name) || names().contains(name);
  }

  /** The key that was probably meant. */
  static Optional<String> nearest(String name) {
    return names().stream()
        .min(Comparator.comparingInt(known -> distance(known, name)))
        .filter(known -> distance(known, name) <= FARTHEST_MEANT);
  }

  private static List<String> names() {
    return Arrays.stream(values())
        .<String>mapMulti(
            (key, add) -> {
              add.accept(key.fullName());
              key.fileName().ifPresent(add);
            })
        .toList();
  }

  /** How many letters must be put in, left out or changed. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, n -> n);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
