package io.tunnelscope.core.bundle;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.Inflater;

/**
 * Takes zip archives of strangers apart without trusting a name or a size in them: file by file
 * from the front, then the directory at the end must say the same. Streaming; any thread.
 */
public final class Unpacker {

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int RATIO_FROM = 1 << 20;

  private final Limits limits;

  public Unpacker(Limits limits) {
    this.limits = limits;
  }

  /**
   * Gets one file after the other; the stream is valid during the call and need not be read to its
   * end.
   */
  @FunctionalInterface
  public interface Receiver {
    void file(String name, InputStream bytes) throws IOException;
  }

  /** Whether bytes that begin like this are meant to be a zip archive. */
  public static boolean isArchive(byte[] beginning) {
    return beginning.length >= 4
        && beginning[0] == 'P'
        && beginning[1] == 'K'
        && (beginning[2] == 3 && beginning[3] == 4
            || beginning[2] == 5 && beginning[3] == 6
            || beginning[2] == 7 && beginning[3] == 8);
  }

  /**
   * Hands every file of the archive to the receiver.
   *
   * @param archiveName named in complaints
   * @throws UnusableInput when the archive is corrupt, unsafe or too large; perhaps after files
   *     were handed over, which are then worth nothing
   */
  public void unpack(String archiveName, InputStream archive, Receiver receiver)
      throws IOException {
    var inflater = new Inflater(true);
    try {
      new Archive(archiveName, new ZipInput(archive, archiveName), inflater, receiver).read();
    } finally {
      inflater.end();
    }
  }

  private final class Archive {
    private final String archiveName;
    private final ZipInput in;
    private final Inflater inflater;
    private final Receiver receiver;
    private final Map<Long, ZipEntryHeader> seen = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private long unpacked;
    private int entries;
    private int files;
    private int described;

    Archive(String archiveName, ZipInput in, Inflater inflater, Receiver receiver) {
      this.archiveName = archiveName;
      this.in = in;
      this.inflater = inflater;
      this.receiver = receiver;
    }

    void read() throws IOException {
      while (true) {
        var offset = in.position();
        var signature = (int) in.u32();
        switch (signature) {
          case LOCAL -> file(ZipEntryHeader.local(in, offset));
          case CENTRAL -> compare(ZipEntryHeader.central(in));
          case END_64 -> skip(in.u64());
          case LOCATOR_64 -> skip(16);
          case END -> {
            end();
            return;
          }
          default -> throw unusable(Reason.CORRUPT_ARCHIVE);
        }
      }
    }

    private void file(ZipEntryHeader header) throws IOException {
      if (described > 0) {
        throw unusable(Reason.HEADERS_DISAGREE);
      }
      check(header);
      var stream = new ZipEntryStream(in, header, inflater, this::count);
      if (!header.isFolder()) {
        files++;
        hand(header.name(), stream);
      }
      var measured = stream.finish();
      if (header.hasDescriptor()) {
        descriptor(measured);
      } else if (!measured.agreesWith(header)) {
        throw new UnusableInput(Reason.CORRUPT_ARCHIVE, header.name());
      }
      if (header.isFolder() && measured.unpacked() > 0) {
        throw new UnusableInput(Reason.NOT_A_FILE, header.name());
      }
      seen.put(header.offset(), measured);
    }

    private void check(ZipEntryHeader header) throws UnusableInput {
      var name = header.name();
      if (entries++ >= limits.files()) {
        throw unusable(Reason.TOO_MANY_FILES);
      }
      if (!isSafe(name)) {
        throw new UnusableInput(Reason.UNSAFE_NAME, name);
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new UnusableInput(Reason.DUPLICATE_NAME, name);
      }
      if (header.isEncrypted()) {
        throw new UnusableInput(Reason.ENCRYPTED, name);
      }
      var readable =
          header.method() == ZipEntryHeader.DEFLATED
              || header.method() == ZipEntryHeader.STORED && !header.hasDescriptor();
      if (!readable) {
        throw new UnusableInput(Reason.UNSUPPORTED_METHOD, name);
      }
    }

    private void hand(String name, ZipEntryStream stream) throws IOException {
      var bytes = new BufferedInputStream(stream);
      bytes.mark(4);
      var beginning = bytes.readNBytes(4);
      if (isArchive(beginning)) {
        throw new UnusableInput(Reason.NESTED_ARCHIVE, name);
      }
      bytes.reset();
      receiver.file(name, bytes);
    }

    private void count(long more) throws UnusableInput {
      unpacked += more;
      if (unpacked > limits.unpackedBytes()) {
        throw unusable(Reason.TOO_LARGE);
      }
      if (unpacked > RATIO_FROM && unpacked / limits.ratio() > in.position()) {
        throw unusable(Reason.BOMB);
      }
    }

    /**
     * Sizes behind the data; 64 bits wide when the writer found it necessary, which only the sizes
     * themselves tell.
     */
    private void descriptor(ZipEntryHeader measured) throws IOException {
      var crc = in.u32();
      if ((int) crc == DESCRIPTOR) {
        crc = in.u32();
      }
      var packed = in.u32();
      var unpackedOrHigh = in.u32();
      var narrow = packed == measured.packed() && unpackedOrHigh == measured.unpacked();
      var wide = !narrow && (packed | unpackedOrHigh << 32) == measured.packed();
      if (wide) {
        wide = in.u64() == measured.unpacked();
      }
      if (crc != measured.crc() || !narrow && !wide) {
        throw new UnusableInput(Reason.CORRUPT_ARCHIVE, measured.name());
      }
    }

    private void compare(ZipEntryHeader central) throws UnusableInput {
      var local = seen.remove(central.offset());
      if (local == null || !local.agreesWith(central)) {
        throw new UnusableInput(Reason.HEADERS_DISAGREE, central.name());
      }
      if (central.isSpecial()) {
        throw new UnusableInput(Reason.NOT_A_FILE, central.name());
      }
      described++;
    }

    private void end() throws IOException {
      in.u32();
      in.u16();
      var told = in.u16();
      in.u32();
      in.u32();
      in.bytes(in.u16());
      if (!seen.isEmpty() || told != 0xffff && told != entries || in.fill()) {
        throw unusable(Reason.HEADERS_DISAGREE);
      }
      if (files == 0) {
        throw unusable(Reason.NO_FILES);
      }
    }

    private void skip(long count) throws IOException {
      if (count < 0 || count > 1 << 16) {
        throw unusable(Reason.CORRUPT_ARCHIVE);
      }
      in.bytes((int) count);
    }

    private UnusableInput unusable(Reason reason) {
      return new UnusableInput(reason, archiveName);
    }
  }

  private static boolean isSafe(String name) {
    if (name.isBlank() || name.length() > 512 || name.startsWith("/")) {
      return false;
    }
    var plain = name.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
    var path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (var segment : path.split("/", -1)) {
      plain &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
    }
    return plain;
  }
}
