package io.tunnelscope.app.secrets;

import static io.tunnelscope.app.testing.Results.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestKeys;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of the installation in their file. */
class KmsTest {
  private static final DataKeyId ID = new DataKeyId(new TenantId(new UUID(1, 1)), 1);
  private static final byte[] KEY = new byte[32];
  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    Results.of(vertx.close());
  }

  @Test
  void shouldWrapWithTheLastKeyAndUnwrapWithAll() {
    // Given
    var old = TestKeys.line("old");
    var before = KeyFile.open(vertx, TestKeys.write(file(), "# made in spring", "", old));
    var kept = wrapped(before);

    // When
    var kms = KeyFile.open(vertx, TestKeys.write(file(), old, TestKeys.line("new")));

    // Then
    assertThat(kept.wrapped().kek()).isEqualTo("old");
    assertThat(wrapped(kms).wrapped().kek()).isEqualTo("new");
    assertThat(Results.of(kms.unwrap(kept))).isEqualTo(KEY);
  }

  @Test
  void shouldFindAKeyThatWasAddedWhileItRuns() {
    // Given
    var old = TestKeys.line("old");
    var running = KeyFile.open(vertx, TestKeys.write(file(), old));
    TestKeys.write(file(), old, TestKeys.line("new"));
    var newer = wrapped(KeyFile.open(vertx, file()));

    // When
    var unwrapped = Results.of(running.unwrap(newer));

    // Then
    assertThat(unwrapped).isEqualTo(KEY);
  }

  @Test
  void shouldNotOpenWhatAnotherKeyOfTheSameIdWrapped() {
    // Given
    var theirs = wrapped(KeyFile.open(vertx, TestKeys.write(file(), TestKeys.line("a"))));
    var kms = KeyFile.open(vertx, TestKeys.write(file(), TestKeys.line("a")));
    var unknown = new StoredKey(ID, new WrappedKey("b", Buffer.buffer("x")));

    // Then
    assertThat(failureOf(kms.unwrap(theirs))).isInstanceOf(DoesNotOpen.class);
    assertThat(failureOf(kms.unwrap(unknown))).isInstanceOf(DoesNotOpen.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-"})
  void shouldRefuseAFileThatOthersMayReadOrChange(String mode) throws IOException {
    // Given
    TestKeys.write(file(), TestKeys.line("a"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));

    // Then
    assertThat(complaint()).contains(file().toString(), "chmod 600");
  }

  @Test
  void shouldTakeAFileThatItsGroupMayRead() throws IOException {
    // Given
    TestKeys.write(file(), TestKeys.line("a"));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--r-----"));

    // Then
    assertThat(wrapped(KeyFile.open(vertx, file())).wrapped().kek()).isEqualTo("a");
  }

  @Test
  void shouldSayWhatIsWrongWithTheFileAndNothingOfItsKeys() {
    // Given
    var good = TestKeys.line("a");

    // Then
    assertThat(complaint()).contains("is not there");
    TestKeys.write(file(), "# nothing yet");
    assertThat(complaint()).contains("holds no key");
    TestKeys.write(file(), good, "b c2hvcnQ=");
    assertThat(complaint()).contains("line 2").doesNotContain("c2hvcnQ=");
    TestKeys.write(file(), good, good);
    assertThat(complaint()).contains("line 2").doesNotContain(good.substring(2));
    TestKeys.write(file(), good, "ü " + good.substring(2));
    assertThat(complaint()).contains("line 2");
  }

  @Test
  void shouldMakeAFileForItsOwnerAloneAndKeepOneThatIsThere() throws IOException {
    // When
    KeyFile.ensure(file(), "demo", new SecureRandom());
    var first = Files.readString(file());
    KeyFile.ensure(file(), "demo", new SecureRandom());

    // Then
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readString(file())).isEqualTo(first).startsWith("demo ");
    assertThat(folder.toFile().list()).containsExactly("kms.keys");
    assertThat(wrapped(KeyFile.open(vertx, file())).wrapped().kek()).isEqualTo("demo");
  }

  private Path file() {
    return folder.resolve("kms.keys");
  }

  private String complaint() {
    return catchThrowableOfType(KeyFileUnusable.class, () -> KeyFile.open(vertx, file()))
        .text()
        .english();
  }

  private static StoredKey wrapped(Kms kms) {
    return new StoredKey(ID, Results.of(kms.wrap(ID, KEY)));
  }
}
