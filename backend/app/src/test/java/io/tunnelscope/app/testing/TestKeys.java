package io.tunnelscope.app.testing;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.KeyFile;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.secrets.RedactionKeyStore;
import io.tunnelscope.app.secrets.Redactions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The keys of the installation of this JVM: all that share a database open what is in it. */
public final class TestKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SHARED = "TEST_KMS_KEY";
  private static final String KEY =
      Optional.ofNullable(System.getenv(SHARED)).orElseGet(() -> line("first"));

  private TestKeys() {}

  public static Kms kms(Vertx vertx) {
    try {
      var folder = Files.createTempDirectory("tunnelscope-keys");
      try {
        return KeyFile.open(vertx, file(folder));
      } finally {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a process open what is in the database of this one. */
  public static void shareWith(ProcessBuilder process) {
    process.environment().put(SHARED, KEY);
  }

  /** The key file, in that folder. */
  public static Path file(Path folder) {
    return write(folder.resolve("kms.keys"), KEY);
  }

  /** A key file of those lines, for its owner alone. */
  public static Path write(Path file, String... lines) {
    try {
      Files.writeString(file, String.join("\n", lines) + "\n");
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of a key file with a key that nobody has yet. */
  public static String line(String id) {
    var key = new byte[32];
    RANDOM.nextBytes(key);
    return id + " " + Base64.getEncoder().encodeToString(key);
  }

  public static Envelope envelope(Db db, Kms kms) {
    return new Envelope(new DataKeyStore(db), kms, RANDOM);
  }

  public static Redactions redactions(Db db, Kms kms) {
    return new Redactions(new RedactionKeyStore(db), envelope(db, kms), RANDOM);
  }
}
