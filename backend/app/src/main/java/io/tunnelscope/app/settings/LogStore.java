package io.tunnelscope.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where log bundles are kept. */
public sealed interface LogStore {
  /** A folder of this machine, or one that all nodes mount. */
  record Folder(Path path) implements LogStore {}

  /** A container of Azure Blob Storage. */
  record AzureBlob(URI container) implements LogStore {}

  /** Absent when it is not set; that is a mistake for {@link Purpose#SERVE}. */
  static Optional<LogStore> read(Entries entries, Purpose purpose) {
    Optional<String> text = entries.text(SettingKey.LOG_STORE);
    if (text.isEmpty()) {
      if (purpose == Purpose.SERVE) {
        entries.complain(
            SettingKey.LOG_STORE, "is missing: folder:PATH or azure-blob:CONTAINER_URL");
      }
      return Optional.empty();
    }
    return read(entries, text.get());
  }

  private static Optional<LogStore> read(Entries entries, String text) {
    if (text.startsWith("folder:") && text.length() > "folder:".length()) {
      return Optional.of(new Folder(Path.of(text.substring("folder:".length()))));
    }
    if (text.startsWith("azure-blob:")) {
      return entries
          .webAddress(SettingKey.LOG_STORE, text.substring("azure-blob:".length()))
          .map(AzureBlob::new);
    }
    entries.complain(SettingKey.LOG_STORE, "must be folder:PATH or azure-blob:CONTAINER_URL");
    return Optional.empty();
  }
}
