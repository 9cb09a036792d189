package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tunnelscope.app.identity.Uuid7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Path LOCKS = Path.of("/proc/locks");

  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
  @TempDir private Path root;

  /** As several apps of one process do. */
  @Test
  void shouldKeepItsLockWhenAnotherOneIsOpenedInTheSameProcess() throws IOException {
    assumeTrue(Files.isReadable(LOCKS), "only Linux tells of its locks");

    // When
    try (var first = Spool.open(root, ids);
        var _ = Spool.open(root, ids)) {

      // Then
      var lock = first.newFile().resolveSibling("lock");
      assertThat(Files.readString(LOCKS))
          .containsPattern(":" + Files.getAttribute(lock, "unix:ino") + " ");
    }
  }

  @Test
  void shouldLeaveAloneWhatAnotherProcessIsMaking() throws IOException {
    // Given: one that has no lock yet, and one that never got it
    var made = Files.createDirectory(root.resolve("new-" + ids.next()));
    var left = Files.createDirectory(root.resolve("new-" + ids.next()));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

    // When
    try (var _ = Spool.open(root, ids)) {

      // Then
      assertThat(made).exists();
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void shouldRemoveWhatACrashLeft() throws IOException {
    // Given
    var left = Files.createDirectory(root.resolve(ids.next().toString()));
    Files.createFile(left.resolve("lock"));
    var upload = Files.createDirectory(left.resolve(ids.next().toString()));
    Files.writeString(upload.resolve("charon.log"), "00[DMN] signal of type SIGTERM received");

    // When
    try (var _ = Spool.open(root, ids)) {

      // Then
      assertThat(left).doesNotExist();
    }
  }
}
