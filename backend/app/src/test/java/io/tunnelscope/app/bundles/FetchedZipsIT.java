package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedZipsIT {
  private final List<String> fetched = new ArrayList<>();
  private Spool spool;
  private FetchedZips zips;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    spool = Spool.open(folder, new Uuid7(Clock.systemUTC(), new SecureRandom()));
    zips = new FetchedZips(spool, 100);
  }

  @AfterEach
  void close() throws IOException {
    spool.close();
  }

  private LentZip lend(String key, int bytes) throws IOException {
    return zips.lend(
        new StoredBundle(StoredBundle.WRITTEN, key, bytes, ""),
        file -> {
          fetched.add(key);
          Files.write(file, new byte[bytes]);
        });
  }

  @Test
  void shouldFetchOnceForManyReaders() throws IOException {
    // When
    try (var first = lend("a", 60);
        var second = lend("a", 60)) {
      // Then
      assertThat(second.path()).isEqualTo(first.path());
    }
    lend("a", 60).close();
    assertThat(fetched).containsExactly("a");
  }

  @Test
  void shouldMakeRoomWithWhatWasUnreadForLongest() throws IOException {
    // Given
    lend("a", 40).close();
    lend("b", 40).close();
    lend("a", 40).close();

    // When
    lend("c", 40).close();

    // Then
    lend("a", 40).close();
    lend("b", 40).close();
    assertThat(fetched).containsExactly("a", "b", "c", "b");
  }

  @Test
  void shouldNotTakeAwayWhatSomebodyReads() throws IOException {
    try (var read = lend("a", 80)) {
      // When
      assertThatThrownBy(() -> lend("b", 40)).isInstanceOf(Refusal.Unavailable.class);

      // Then
      assertThat(read.path()).hasSize(80);
    }
    lend("b", 40).close();
    assertThat(fetched).containsExactly("a", "b");
  }

  @Test
  void shouldFetchAgainWhatCouldNotBeFetched() throws IOException {
    // Given
    var bundle = new StoredBundle(StoredBundle.WRITTEN, "a", 80, "");
    assertThatThrownBy(
            () ->
                zips.lend(
                    bundle,
                    file -> {
                      Files.write(file, new byte[10]);
                      throw new IOException("the wire broke");
                    }))
        .hasMessage("the wire broke");

    // When
    try (var read = lend("a", 80)) {
      // Then
      assertThat(read.path()).hasSize(80);
    }
  }
}
