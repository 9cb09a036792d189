package io.tunnelscope.core.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.core.bundle.RawZip.Told;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Archives that were made to do harm, or that only a careless reader would take. */
final class EvilArchives {
  private static final byte[] TEXT = "hello".getBytes(UTF_8);
  private static final int LOCAL = 0;
  private static final int CRC = 14;
  private static final int PACKED = 18;
  private static final int UNPACKED = 22;
  private static final int NAME_LENGTH = 26;
  private static final int EXTRA_LENGTH = 28;

  private final Map<String, byte[]> all = new LinkedHashMap<>();

  private EvilArchives() {}

  /** By what is wrong with each. */
  static Map<String, byte[]> all() {
    var archives = new EvilArchives();
    archives.names();
    archives.kinds();
    archives.lies();
    archives.bombs();
    archives.cuts();
    return archives.all;
  }

  private void names() {
    for (var name :
        new String[] {
          "../evil.txt",
          "../../../../../../etc/cron.d/evil",
          "logs/../../evil.txt",
          "logs/..",
          "..",
          ".",
          "./evil.txt",
          "logs/./evil.txt",
          "/etc/passwd",
          "//server/share/evil.txt",
          "\\\\server\\share\\evil.txt",
          "..\\evil.txt",
          "logs\\..\\..\\evil.txt",
          "C:\\Windows\\evil.txt",
          "C:/Windows/evil.txt",
          "C:evil.txt",
          "evil.txt:stream",
          "evil.txt::$DATA",
          "evil.txt\u0000.log",
          "\u0000",
          "evil\ntwo-lines.txt",
          "evil\r.txt",
          "\u001b[2Jevil.txt",
          "evil\u007f.txt",
          "evil\u0085.txt",
          "logs//evil.txt",
          "logs///",
          " ",
          "",
          "\u3000",
          "x".repeat(513),
          "x/".repeat(300) + "evil.txt",
          "x".repeat(65_000)
        }) {
      put("a name: " + name, new RawZip().stored(name, "x"));
    }
    put("the same name twice", new RawZip().stored("a.txt", "1").stored("a.txt", "2"));
    put("names that differ in case", new RawZip().stored("a.txt", "1").stored("A.TXT", "2"));
    put("a Turkish pair of names", new RawZip().stored("I.txt", "1").stored("i.txt", "2"));
  }

  private void kinds() {
    var modes =
        Map.of(
            "a symbolic link", 0xa1ff,
            "a character device", 0x21b6,
            "a block device", 0x61b6,
            "a pipe", 0x11b6,
            "a socket", 0xc1ff);
    modes.forEach((what, mode) -> put(what, told(truth().unixMode(mode))));
    put(
        "a link to /etc/passwd",
        new RawZip()
            .add(
                Told.truth("l", 0, 11).unixMode(0xa1ff),
                "/etc/passwd".getBytes(UTF_8),
                "/etc/passwd".getBytes(UTF_8)));
    put("a folder with content", new RawZip().stored("folder/", "hello"));
    put("encrypted", told(truth().flags(1)));
    put("strongly encrypted", told(truth().flags(0x41)));
    put("stored with a descriptor", told(truth().flags(8)));
    for (int method : new int[] {1, 6, 9, 12, 14, 20, 93, 95, 98, 99, 0xffff}) {
      put("packed by method " + method, told(truth().method(method)));
    }
    put("an archive in an archive", new RawZip().deflated("inner.zip", zip()));
    put(
        "an archive by another name in an archive",
        new RawZip().stored("inner.txt", new String(new RawZip().bytes(), ISO_8859_1)));
    put(
        "an archive in an archive in an archive",
        new RawZip().deflated("a", new RawZip().deflated("b", zip()).bytes()));
    put("no file", new RawZip());
    put("only a folder", new RawZip().stored("folder/", ""));
  }

  private void lies() {
    put("another name in the directory", told(truth().centralName("../evil.txt")));
    put("another size in the directory", told(truth().centralSize(6)));
    put("a huge size in the directory", told(truth().centralSize(0xffff_fffeL)));
    patched("another CRC", LOCAL + CRC, 4, 0xdead);
    patched("more packed bytes than there are", LOCAL + PACKED, 4, 6);
    patched("fewer packed bytes than there are", LOCAL + PACKED, 4, 4);
    patched("more unpacked bytes than there are", LOCAL + UNPACKED, 4, 0x7fff_ffff);
    patched("a longer name than there is", LOCAL + NAME_LENGTH, 2, 0xffff);
    patched("a longer extra field than there is", LOCAL + EXTRA_LENGTH, 2, 0xffff);
    patched("64-bit sizes that stand nowhere", LOCAL + UNPACKED, 4, 0xffff_ffffL);
    patchedFromEnd("more entries than there are", 12, 2, 9);
    patchedFromEnd("fewer entries than there are", 12, 2, 0);
    patchedFromEnd("a longer comment than there is", 2, 2, 9);
    var zip = zip();
    all.put("bytes behind the end", Arrays.copyOf(zip, zip.length + 1));
    all.put("two archives in a row", joined(zip, zip));
    all.put("bytes before the begin", joined(new byte[] {'P', 'K', 3, 4}, zip));
    all.put("a directory that is there twice", directoryTwice(zip));
    all.put("a file that no directory lists", withoutDirectory(zip));
    all.put("a directory without a file", directoryAlone(zip));
    all.put("an offset into the middle", patch(zip, indexOf(zip, "PK\u0001\u0002") + 42, 4, 3));
  }

  private void bombs() {
    put("64 MB of nothing", new RawZip().deflated("zeros.txt", new byte[64 << 20]));
    var flat = new RawZip();
    var megabyte = new byte[1 << 20];
    var packed = RawZip.deflate(megabyte);
    for (int n = 0; n < 400; n++) {
      flat.add(Told.truth(n + ".txt", 8, megabyte.length), megabyte, packed);
    }
    put("400 times a megabyte of nothing", flat);
    put(
        "a bomb in an archive",
        new RawZip().deflated("inner.zip", new RawZip().deflated("z", new byte[20 << 20]).bytes()));
    all.put("files that share their bytes", overlapping());
    var many = new RawZip();
    for (int n = 0; n < 100_000; n++) {
      many.stored("f" + n, "");
    }
    put("a hundred thousand files", many);
    var folders = new RawZip();
    for (int n = 0; n < 2_000; n++) {
      folders.stored("d" + n + "/", "");
    }
    put("two thousand folders", folders);
  }

  private void cuts() {
    var zip = new RawZip().deflated("a.txt", "hello ".repeat(99).getBytes(UTF_8)).bytes();
    all.put("cut in the header", Arrays.copyOf(zip, 20));
    all.put("cut in the name", Arrays.copyOf(zip, 32));
    all.put("cut in the data", Arrays.copyOf(zip, 40));
    all.put("cut in the directory", Arrays.copyOf(zip, zip.length - 40));
    all.put("cut in the end", Arrays.copyOf(zip, zip.length - 3));
    all.put("the signature alone", new byte[] {'P', 'K', 3, 4});
    all.put("an end alone that is cut", new byte[] {'P', 'K', 5, 6});
    all.put("one part of several", joined(new byte[] {'P', 'K', 7, 8}, zip));
    var data = 30 + "a.txt".length();
    all.put("broken data", patch(zip, data, 4, 0xffff_ffffL));
    all.put("compressed again", gzipped(zip));
    all.put("data that asks for a dictionary", patch(zip, data, 2, 0xbb78));
  }

  private static Told truth() {
    return Told.truth("a.txt", 0, TEXT.length);
  }

  private static RawZip told(Told told) {
    return new RawZip().add(told, TEXT, TEXT);
  }

  private static byte[] zip() {
    return told(truth()).bytes();
  }

  private void put(String what, RawZip zip) {
    all.put(what, zip.bytes());
  }

  private void patched(String what, int at, int width, long value) {
    all.put(what, patch(zip(), at, width, value));
  }

  private void patchedFromEnd(String what, int fromEnd, int width, long value) {
    var zip = zip();
    all.put(what, patch(zip, zip.length - fromEnd, width, value));
  }

  private static byte[] patch(byte[] zip, int at, int width, long value) {
    var copy = zip.clone();
    var little = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    if (width == 2) {
      little.putShort(at, (short) value);
    } else {
      little.putInt(at, (int) value);
    }
    return copy;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] directoryTwice(byte[] zip) {
    int directory = indexOf(zip, "PK\u0001\u0002");
    int end = indexOf(zip, "PK\u0005\u0006");
    return joined(
        Arrays.copyOf(zip, end),
        Arrays.copyOfRange(zip, directory, end),
        Arrays.copyOfRange(zip, end, zip.length));
  }

  private static byte[] withoutDirectory(byte[] zip) {
    int directory = indexOf(zip, "PK\u0001\u0002");
    int end = indexOf(zip, "PK\u0005\u0006");
    return joined(Arrays.copyOf(zip, directory), Arrays.copyOfRange(zip, end, zip.length));
  }

  private static byte[] directoryAlone(byte[] zip) {
    return Arrays.copyOfRange(zip, indexOf(zip, "PK\u0001\u0002"), zip.length);
  }

  /** Two entries of the directory lead to one file. */
  private static byte[] overlapping() {
    var zip = new RawZip().stored("a.txt", "hello").stored("b.txt", "hello").bytes();
    int second = indexOf(zip, "PK\u0001\u0002") + 46 + "a.txt".length();
    return patch(zip, second + 42, 4, 0);
  }

  private static byte[] gzipped(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static int indexOf(byte[] bytes, String signature) {
    return new String(bytes, ISO_8859_1).indexOf(signature);
  }
}
