package io.tunnelscope.core.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds zip archives byte by byte, so that they can lie. */
final class RawZip {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<byte[]> directory = new ArrayList<>();

  /** What the two headers of a file say. */
  record Told(
      String localName, String centralName, int flags, int method, int unixMode, long centralSize) {
    static Told truth(String name, int method, long size) {
      return new Told(name, name, 0, method, 0, size);
    }

    Told centralName(String name) {
      return new Told(localName, name, flags, method, unixMode, centralSize);
    }

    Told flags(int bits) {
      return new Told(localName, centralName, bits, method, unixMode, centralSize);
    }

    Told method(int number) {
      return new Told(localName, centralName, flags, number, unixMode, centralSize);
    }

    Told unixMode(int mode) {
      return new Told(localName, centralName, flags, method, mode, centralSize);
    }

    Told centralSize(long size) {
      return new Told(localName, centralName, flags, method, unixMode, size);
    }
  }

  RawZip stored(String name, String text) {
    var data = text.getBytes(StandardCharsets.UTF_8);
    return add(Told.truth(name, 0, data.length), data, data);
  }

  RawZip deflated(String name, byte[] data) {
    return add(Told.truth(name, 8, data.length), data, deflate(data));
  }

  RawZip add(Told told, byte[] data, byte[] packed) {
    var crc = new CRC32();
    crc.update(data);
    var offset = out.size();
    var name = told.localName().getBytes(StandardCharsets.UTF_8);
    out.writeBytes(
        little(30 + name.length)
            .putInt(0x04034b50)
            .putShort((short) 20)
            .putShort((short) told.flags())
            .putShort((short) told.method())
            .putInt(0)
            .putInt((int) crc.getValue())
            .putInt(packed.length)
            .putInt(data.length)
            .putShort((short) name.length)
            .putShort((short) 0)
            .put(name)
            .array());
    out.writeBytes(packed);
    directory.add(central(told, (int) crc.getValue(), packed.length, offset));
    return this;
  }

  byte[] bytes() {
    var start = out.size();
    directory.forEach(out::writeBytes);
    out.writeBytes(
        little(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) directory.size())
            .putShort((short) directory.size())
            .putInt(out.size() - start)
            .putInt(start)
            .putShort((short) 0)
            .array());
    return out.toByteArray();
  }

  static byte[] deflate(byte[] data) {
    var deflater = new Deflater(9, true);
    deflater.setInput(data);
    deflater.finish();
    var packed = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return packed.toByteArray();
  }

  private static byte[] central(Told told, int crc, int packed, int offset) {
    var name = told.centralName().getBytes(StandardCharsets.UTF_8);
    return little(46 + name.length)
        .putInt(0x02014b50)
        .putShort((short) (3 << 8 | 20))
        .putShort((short) 20)
        .putShort((short) told.flags())
        .putShort((short) told.method())
        .putInt(0)
        .putInt(crc)
        .putInt(packed)
        .putInt((int) told.centralSize())
        .putShort((short) name.length)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(told.unixMode() << 16)
        .putInt(offset)
        .put(name)
        .array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
