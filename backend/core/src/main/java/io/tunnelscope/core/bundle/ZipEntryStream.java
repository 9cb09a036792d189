package io.tunnelscope.core.bundle;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The unpacked bytes of one file of an archive, counted against the limits while they are read. */
final class ZipEntryStream extends InputStream {

  /** Told of each piece that was unpacked; throws when it is too much. */
  @FunctionalInterface
  interface Meter {
    void unpacked(long more) throws UnusableInput;
  }

  private final ZipInput in;
  private final ZipEntryHeader header;
  private final Inflater inflater;
  private final Meter meter;
  private final CRC32 crc = new CRC32();
  private final long start;
  private long unpacked;
  private boolean ended;

  ZipEntryStream(ZipInput in, ZipEntryHeader header, Inflater inflater, Meter meter) {
    this.in = in;
    this.header = header;
    this.inflater = inflater;
    this.meter = meter;
    start = in.position();
    inflater.reset();
    ended = header.method() == ZipEntryHeader.STORED && header.packed() == 0;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    var count =
        header.method() == ZipEntryHeader.STORED
            ? copy(target, offset, length)
            : inflate(target, offset, length);
    if (count > 0) {
      crc.update(target, offset, count);
      unpacked += count;
      meter.unpacked(count);
    }
    return count == 0 ? -1 : count;
  }

  /** Reads what the receiver left, then says what the file really was. */
  ZipEntryHeader finish() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return header.measured(crc.getValue(), in.position() - start, unpacked);
  }

  private int copy(byte[] target, int offset, int length) throws IOException {
    if (!in.fill()) {
      throw corrupt();
    }
    var count = (int) Math.min(Math.min(length, in.available()), header.packed() - unpacked);
    System.arraycopy(in.buffer(), in.offset(), target, offset, count);
    in.consume(count);
    ended = unpacked + count == header.packed();
    return count;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      while (true) {
        if (inflater.needsInput() && !inflater.finished()) {
          if (!in.fill()) {
            throw corrupt();
          }
          inflater.setInput(in.buffer(), in.offset(), in.available());
        }
        var before = inflater.getBytesRead();
        var count = inflater.inflate(target, offset, length);
        in.consume((int) (inflater.getBytesRead() - before));
        if (inflater.finished()) {
          ended = true;
          return count;
        }
        if (count > 0) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw corrupt();
        }
      }
    } catch (DataFormatException _) {
      throw corrupt();
    }
  }

  private UnusableInput corrupt() {
    return new UnusableInput(Reason.CORRUPT_ARCHIVE, header.name());
  }
}
