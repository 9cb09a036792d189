package io.tunnelscope.core.bundle;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What an archive says about a file, in front of it or in its directory.
 *
 * @param crc known only after the data when {@link #hasDescriptor()}, then 0 here; the sizes too
 * @param offset where the local header begins
 * @param unixMode type and permissions, 0 when not told
 */
record ZipEntryHeader(
    String name,
    int flags,
    int method,
    long crc,
    long packed,
    long unpacked,
    long offset,
    int unixMode) {

  static final int STORED = 0;
  static final int DEFLATED = 8;

  private static final long IN_EXTRA = 0xffff_ffffL;
  private static final int UNIX = 3;

  /** Reads what follows a local signature. */
  static ZipEntryHeader local(ZipInput in, long offset) throws IOException {
    in.u16();
    var flags = in.u16();
    var method = in.u16();
    in.u32();
    var crc = in.u32();
    var packed = in.u32();
    var unpacked = in.u32();
    var nameLength = in.u16();
    var extraLength = in.u16();
    var name = text(in.bytes(nameLength));
    var extra = new Extra(in.bytes(extraLength));
    var realUnpacked = unpacked == IN_EXTRA ? extra.next(name) : unpacked;
    var realPacked = packed == IN_EXTRA ? extra.next(name) : packed;
    return new ZipEntryHeader(name, flags, method, crc, realPacked, realUnpacked, offset, 0);
  }

  /** Reads what follows a signature of the directory. */
  static ZipEntryHeader central(ZipInput in) throws IOException {
    var madeBy = in.u16();
    in.u16();
    var flags = in.u16();
    var method = in.u16();
    in.u32();
    var crc = in.u32();
    var packed = in.u32();
    var unpacked = in.u32();
    var nameLength = in.u16();
    var extraLength = in.u16();
    var commentLength = in.u16();
    in.u16();
    in.u16();
    var attributes = in.u32();
    var offset = in.u32();
    var name = text(in.bytes(nameLength));
    var extra = new Extra(in.bytes(extraLength));
    in.bytes(commentLength);
    var realUnpacked = unpacked == IN_EXTRA ? extra.next(name) : unpacked;
    var realPacked = packed == IN_EXTRA ? extra.next(name) : packed;
    var realOffset = offset == IN_EXTRA ? extra.next(name) : offset;
    var mode = madeBy >> 8 == UNIX ? (int) (attributes >> 16) : 0;
    return new ZipEntryHeader(name, flags, method, crc, realPacked, realUnpacked, realOffset, mode);
  }

  boolean isEncrypted() {
    return (flags & 1) != 0;
  }

  boolean hasDescriptor() {
    return (flags & 8) != 0;
  }

  boolean isFolder() {
    return name.endsWith("/");
  }

  /** Whether the directory calls it a link, a device or anything else that is no file. */
  boolean isSpecial() {
    var type = unixMode & 0xf000;
    return type != 0 && type != 0x8000 && type != 0x4000;
  }

  /** This header with what was found out by reading the data. */
  ZipEntryHeader measured(long realCrc, long realPacked, long realUnpacked) {
    return new ZipEntryHeader(
        name, flags, method, realCrc, realPacked, realUnpacked, offset, unixMode);
  }

  boolean agreesWith(ZipEntryHeader other) {
    return name.equals(other.name)
        && method == other.method
        && crc == other.crc
        && packed == other.packed
        && unpacked == other.unpacked
        && offset == other.offset;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** The extra field with numbers that need 64 bits, in the order of the header. */
  private static final class Extra {
    private final ByteBuffer numbers;

    Extra(byte[] bytes) {
      numbers = zip64(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    long next(String name) throws UnusableInput {
      if (numbers.remaining() < 8) {
        throw new UnusableInput(Reason.CORRUPT_ARCHIVE, name);
      }
      return numbers.getLong();
    }

    private static ByteBuffer zip64(ByteBuffer all) {
      while (all.remaining() >= 4) {
        var id = all.getShort();
        var length = all.getShort() & 0xffff;
        if (length > all.remaining()) {
          break;
        }
        if (id == 1) {
          return all.slice(all.position(), length).order(all.order());
        }
        all.position(all.position() + length);
      }
      return ByteBuffer.allocate(0);
    }
  }
}
