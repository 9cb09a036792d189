package io.tunnelscope.app.secrets;

import java.util.Locale;

/**
 * Every column that holds sealed values. Beside it stands {@code key_version}, a foreign key to the
 * data key, so that no key goes while something needs it.
 */
public enum SealedColumn {
  REDACTION_KEY("key_sealed", "tenant_id"),
  AZURE_ACCOUNT("client_secret_sealed", "subscription_id"),
  LOG_STORAGE("key_sealed", "subscription_id"),
  IDENTITY_PROVIDER("client_secret_sealed", "tenant_id"),
  SLACK_ERRAND("said_sealed", "errand_id"),
  SLACK_REPLY("response_url_sealed", "reply_id"),
  SLACK_WORKSPACE("tokens_sealed", "workspace_id");

  private final String column;
  private final String row;

  SealedColumn(String column, String row) {
    this.column = column;
    this.row = row;
  }

  String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  String column() {
    return column;
  }

  /** The column that names the row within its tenant. */
  String row() {
    return row;
  }
}
