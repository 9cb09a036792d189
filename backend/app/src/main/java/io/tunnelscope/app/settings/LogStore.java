package io.tunnelscope.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where log bundles are kept. */
public sealed interface LogStore {
  /** A folder of this machine, or one that all nodes mount. */
  record Folder(Path path) implements LogStore {}

  /**
   * A container of Azure Blob Storage, opened with a key of its account.
   *
   * @param container without a query
   */
  record AzureBlob(URI container, Secret accountKey) implements LogStore {}

  /**
   * The same, opened with a shared access signature.
   *
   * @param container without a query
   * @param signature the query that belongs to it
   */
  record SignedAzureBlob(URI container, Secret signature) implements LogStore {}

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
          .flatMap(address -> container(entries, address));
    }
    entries.complain(SettingKey.LOG_STORE, "must be folder:PATH or azure-blob:CONTAINER_URL");
    return Optional.empty();
  }

  /** The address may carry a signature, which is a secret and goes no further as part of it. */
  private static Optional<LogStore> container(Entries entries, URI address) {
    Optional<Secret> key = entries.secret(SettingKey.LOG_STORE_KEY);
    Optional<Secret> signature = Optional.ofNullable(address.getRawQuery()).map(Secret::new);
    if (key.isPresent() == signature.isPresent()) {
      entries.complain(
          SettingKey.LOG_STORE,
          key.isPresent()
              ? "has a signature and TUNNELSCOPE_LOG_STORE_KEY is set too: leave one of them out"
              : "needs a key of the account in TUNNELSCOPE_LOG_STORE_KEY, or a signature (SAS) as the query of the address");
      return Optional.empty();
    }
    var container = URI.create(address.toString().split("[?#]", 2)[0]);
    return key.<LogStore>map(known -> new AzureBlob(container, known))
        .or(() -> signature.map(known -> new SignedAzureBlob(container, known)));
  }
}
