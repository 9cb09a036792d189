package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.tunnelscope.app.blobs.BlobAddress;
import io.tunnelscope.app.settings.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Microsoft's own stand-in for a storage account, on a free port with a key of its own. It is
 * installed from npm when a test first asks for it; without npm the test is skipped.
 */
@SuppressWarnings("try") // closing waits
public final class Azurite implements AutoCloseable {
  public static final String ACCOUNT = "azuritetest";

  private static final Pattern LISTENING =
      Pattern.compile(".*successfully listen(?:ing|s) (?:at|on) (http://[0-9.]+:[0-9]+).*");
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(20);

  private final Process process;
  private final Thread lastResort;
  private final Path folder;
  private final String origin;
  private final String key;

  private Azurite(Process process, Path folder, String origin, String key) {
    this.process = process;
    this.folder = folder;
    this.origin = origin;
    this.key = key;
    this.lastResort = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /** Waits until it listens. */
  public static Azurite start() {
    try {
      var program = NpmPackages.installed("npm").resolve("node_modules/.bin/azurite-blob");
      var folder = Files.createTempDirectory("tunnelscope-azurite");
      var key = newKey();
      var builder =
          new ProcessBuilder(
              program.toString(),
              "--blobHost",
              "127.0.0.1",
              "--blobPort",
              "0",
              "--location",
              folder.toString(),
              "--disableTelemetry",
              "--silent");
      builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + key);
      builder.redirectErrorStream(true);
      var process = builder.start();
      return new Azurite(process, folder, origin(process), key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newKey() {
    var bytes = new byte[64];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads on afterwards, so that it never waits for somebody to read. */
  private static String origin(Process process) throws IOException {
    var found = new CompletableFuture<String>();
    var said = new ConcurrentLinkedQueue<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (var out =
                  new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                for (var line = out.readLine(); line != null; line = out.readLine()) {
                  said.add(line);
                  Matcher listening = LISTENING.matcher(line);
                  if (listening.matches()) {
                    found.complete(listening.group(1));
                  }
                }
              } catch (IOException _) {
                // It ends.
              }
              found.completeExceptionally(new AssertionError("azurite ended: " + said));
            });
    try {
      return found.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("azurite does not start: " + said, e);
    }
  }

  /** The address of a container, whether or not it is there. */
  public URI container(String name) {
    return URI.create(origin + "/" + ACCOUNT + "/" + name);
  }

  /** A new container with the account's key. */
  public BlobAddress newContainer(String name) {
    account().getBlobContainerClient(name).create();
    return BlobAddress.withKey(container(name), key());
  }

  /**
   * A shared access signature of a container, for an hour.
   *
   * @param permissions letters as Azure writes them, like {@code rl}
   */
  public Secret signature(String name, String permissions) {
    var values =
        new BlobServiceSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            BlobContainerSasPermission.parse(permissions));
    return new Secret(account().getBlobContainerClient(name).generateSas(values));
  }

  private BlobServiceClient account() {
    return new BlobServiceClientBuilder()
        .endpoint(origin + "/" + ACCOUNT)
        .credential(new StorageSharedKeyCredential(ACCOUNT, key))
        .serviceVersion(BlobServiceVersion.V2021_12_02)
        .buildClient();
  }

  public Secret key() {
    return new Secret(key);
  }

  /** The settings of a server that keeps its bundles in that container. */
  public Map<String, String> logStore(String name) {
    return Map.of(
        "TUNNELSCOPE_LOG_STORE", "azure-blob:" + container(name), "TUNNELSCOPE_LOG_STORE_KEY", key);
  }

  /** As a machine does it that loses its power. */
  public void kill() {
    process.destroyForcibly();
    if (!endsWithin(process, END)) {
      throw new AssertionError("azurite does not end");
    }
  }

  private static boolean endsWithin(Process process, Duration patience) {
    try {
      return process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    Folders.delete(folder);
  }
}
