package io.tunnelscope.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.tunnelscope.core.bundle.UnusableInput.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final byte[] TEXT = "hello".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldHandOverEveryFile() throws IOException {
    // Given
    var zip = new RawZip().stored("a.txt", "one").deflated("folder/b.txt", TEXT).bytes();

    // When
    var files = unpack(zip, Limits.ofUploads());

    // Then
    assertThat(files)
        .containsExactly(Map.entry("a.txt", "one"), Map.entry("folder/b.txt", "hello"));
  }

  @Test
  void shouldReadArchivesWrittenAsAStream() throws IOException {
    // Given: sizes stand behind the data
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("folder/"));
      zip.putNextEntry(new ZipEntry("folder/한글.txt"));
      zip.write("x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("empty.txt"));
    }

    // When
    var files = unpack(out.toByteArray(), Limits.ofUploads());

    // Then
    assertThat(files).containsOnlyKeys("folder/한글.txt", "empty.txt");
    assertThat(files.get("folder/한글.txt")).hasSize(100_000);
  }

  @Test
  void shouldNotMindAReceiverThatStopsReading() throws IOException {
    var zip = new RawZip().deflated("a.txt", new byte[200_000]).stored("b.txt", "two").bytes();
    var names = new LinkedHashMap<String, Integer>();
    new Unpacker(Limits.ofUploads())
        .unpack(
            "x.zip", new ByteArrayInputStream(zip), (name, bytes) -> names.put(name, bytes.read()));
    assertThat(names).containsOnlyKeys("a.txt", "b.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../up.txt",
        "a/../../up.txt",
        "a\\b.txt",
        "C:/x.txt",
        "x.txt:stream",
        "a//b",
        "./a",
        " ",
        "a\nb",
        "a/."
      })
  void shouldRefuseUnsafeNames(String name) {
    assertThat(refusal(new RawZip().stored(name, "x").bytes())).isEqualTo(Reason.UNSAFE_NAME);
  }

  @Test
  void shouldRefuseTheSameNameTwiceInWhateverCase() {
    assertThat(refusal(new RawZip().stored("a.txt", "1").stored("A.TXT", "2").bytes()))
        .isEqualTo(Reason.DUPLICATE_NAME);
  }

  @Test
  void shouldRefuseLinksAndDevices() {
    var link = RawZip.Told.truth("link", 0, 5).unixMode(0xa1ff);
    var device = RawZip.Told.truth("device", 0, 5).unixMode(0x2180);
    assertThat(refusal(new RawZip().add(link, TEXT, TEXT).bytes())).isEqualTo(Reason.NOT_A_FILE);
    assertThat(refusal(new RawZip().add(device, TEXT, TEXT).bytes())).isEqualTo(Reason.NOT_A_FILE);
  }

  @Test
  void shouldRefuseHeadersThatDisagree() {
    var name = RawZip.Told.truth("a.txt", 0, 5).centralName("b.txt");
    var size = RawZip.Told.truth("a.txt", 0, 5).centralSize(6);
    assertThat(refusal(new RawZip().add(name, TEXT, TEXT).bytes()))
        .isEqualTo(Reason.HEADERS_DISAGREE);
    assertThat(refusal(new RawZip().add(size, TEXT, TEXT).bytes()))
        .isEqualTo(Reason.HEADERS_DISAGREE);
  }

  @Test
  void shouldRefuseBytesBehindTheEnd() {
    var zip = new RawZip().stored("a.txt", "x").bytes();
    assertThat(refusal(Arrays.copyOf(zip, zip.length + 1))).isEqualTo(Reason.HEADERS_DISAGREE);
  }

  @Test
  void shouldRefuseAnArchiveInAnArchive() {
    var inner = new RawZip().stored("a.txt", "x").bytes();
    assertThat(refusal(new RawZip().deflated("inner.txt", inner).bytes()))
        .isEqualTo(Reason.NESTED_ARCHIVE);
  }

  @Test
  void shouldRefuseEncryptionAndUnknownMethods() {
    var encrypted = RawZip.Told.truth("a.txt", 0, 5).flags(1);
    var lzma = RawZip.Told.truth("a.txt", 0, 5).method(14);
    assertThat(refusal(new RawZip().add(encrypted, TEXT, TEXT).bytes()))
        .isEqualTo(Reason.ENCRYPTED);
    assertThat(refusal(new RawZip().add(lzma, TEXT, TEXT).bytes()))
        .isEqualTo(Reason.UNSUPPORTED_METHOD);
  }

  @Test
  void shouldRefuseABombBeforeItUnfolds() {
    // Given: 200 MB of nothing in 200 kB
    var zip = new RawZip().deflated("zeros.txt", new byte[200 << 20]).bytes();

    assertThat(refusal(zip)).isEqualTo(Reason.BOMB);
  }

  @Test
  void shouldKeepToTheLimits() {
    var many = new RawZip();
    for (var i = 0; i < 11; i++) {
      many.stored("f" + i, "x");
    }
    assertThat(refusal(many.bytes(), new Limits(10, 1_000, 100))).isEqualTo(Reason.TOO_MANY_FILES);
    var large = new RawZip().stored("a", "x".repeat(600)).stored("b", "x".repeat(600)).bytes();
    assertThat(refusal(large, new Limits(10, 1_000, 100))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void shouldRefuseAnArchiveWithoutFiles() {
    assertThat(refusal(new RawZip().bytes())).isEqualTo(Reason.NO_FILES);
    assertThat(refusal(new RawZip().stored("folder/", "").bytes())).isEqualTo(Reason.NO_FILES);
  }

  @Test
  void shouldRefuseEveryCutArchive() {
    var zip = new RawZip().deflated("a.txt", TEXT).stored("b.txt", "two").bytes();
    for (var length = 4; length < zip.length; length++) {
      assertThat(refusal(Arrays.copyOf(zip, length))).as("cut at " + length).isNotNull();
    }
  }

  @Test
  void shouldNeverFailInAnyOtherWay() {
    // Given
    var random = new Random(4711);
    var zip = new RawZip().deflated("a.txt", new byte[3_000]).stored("b.txt", "two").bytes();

    for (var round = 0; round < 3_000; round++) {
      // When
      var broken = zip.clone();
      for (var change = random.nextInt(4); change >= 0; change--) {
        broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt(256);
      }

      // Then
      try {
        unpack(broken, Limits.ofUploads());
      } catch (UnusableInput refused) {
        assertThat(refused.reason()).isNotNull();
      } catch (IOException e) {
        throw new AssertionError("round " + round, e);
      }
    }
  }

  @Test
  void shouldRefuseMoreThanSixtyEvilArchivesSoonAndInLittleMemory() {
    var evil = EvilArchives.all();
    var taken = new ArrayList<String>();
    evil.forEach(
        (what, archive) -> {
          try {
            assertThat(refusal(archive)).as(what).isNotNull();
          } catch (NullPointerException _) {
            taken.add(what);
          }
        });
    assertThat(taken).isEmpty();
    assertThat(evil).hasSizeGreaterThanOrEqualTo(60);
  }

  private static Reason refusal(byte[] zip) {
    return refusal(zip, Limits.ofUploads());
  }

  /** Whatever is wrong with it, it is refused within a second and 64 MB. */
  private static Reason refusal(byte[] zip, Limits limits) {
    var begin = System.nanoTime();
    var before = THREADS.getCurrentThreadAllocatedBytes();
    var refused = catchThrowableOfType(UnusableInput.class, () -> unpack(zip, limits));
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    return refused.reason();
  }

  private static Map<String, String> unpack(byte[] zip, Limits limits) throws IOException {
    var files = new LinkedHashMap<String, String>();
    new Unpacker(limits)
        .unpack(
            "x.zip",
            new ByteArrayInputStream(zip),
            (name, bytes) ->
                files.put(name, new String(bytes.readAllBytes(), StandardCharsets.UTF_8)));
    return files;
  }
}
