package io.tunnelscope.app.bundles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as honest and dishonest people send them. */
final class Archives {
  private Archives() {}

  /** Names and contents in turn. */
  static byte[] zip(String... namesAndTexts) {
    return written(
        zip -> {
          for (int n = 0; n < namesAndTexts.length; n += 2) {
            entry(zip, namesAndTexts[n], namesAndTexts[n + 1].getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** An archive in an archive. */
  static byte[] nested() {
    var inner = zip("IKELogs.txt", "x");
    return written(zip -> entry(zip, "inner.zip", inner));
  }

  /** Zeros that pack a thousand to one. */
  static byte[] bomb(int megabytes) {
    var zeros = new byte[1 << 20];
    return written(
        zip -> {
          zip.putNextEntry(new ZipEntry("IKELogs.txt"));
          for (int n = 0; n < megabytes; n++) {
            zip.write(zeros);
          }
          zip.closeEntry();
        });
  }

  static byte[] manyFiles(int count) {
    return written(
        zip -> {
          for (int n = 0; n < count; n++) {
            entry(zip, n + ".txt", new byte[0]);
          }
        });
  }

  static byte[] cutInTheMiddle(byte[] zip) {
    return Arrays.copyOf(zip, zip.length / 2);
  }

  /** The name in the directory at the end differs from the one before the data. */
  static byte[] withAnotherNameInTheDirectory(byte[] zip, String name, String other) {
    var text = new String(zip, StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf(name);
    return (text.substring(0, last) + other + text.substring(last + name.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(ZipOutputStream zip) throws IOException;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] written(Content content) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      content.writeTo(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
