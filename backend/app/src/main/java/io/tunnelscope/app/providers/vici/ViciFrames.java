package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.ViciFailed.malformed;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Cuts a stream of bytes into packets: each comes after its length, four bytes in network order.
 * Holds what has come and not been taken; a length that no packet has fails before a byte of it is
 * waited for.
 */
final class ViciFrames {
  private static final int HEADER = Integer.BYTES;

  private Buffer pending = Buffer.buffer();
  private int start;

  static Buffer frame(byte[] packet) {
    return Buffer.buffer(HEADER + packet.length).appendInt(packet.length).appendBytes(packet);
  }

  void add(Buffer bytes) {
    if (start > 0) {
      pending = Buffer.buffer(pending.getBytes(start, pending.length()));
      start = 0;
    }
    pending.appendBuffer(bytes);
  }

  /**
   * The next packet, once it is there as a whole.
   *
   * @throws ViciFailed malformed
   */
  Optional<byte[]> next() {
    int available = pending.length() - start - HEADER;
    if (available < 0) {
      return Optional.empty();
    }
    long length = pending.getUnsignedInt(start);
    if (length == 0 || length > ViciCodec.MAX_PACKET) {
      throw malformed("a length that no packet has");
    }
    if (available < length) {
      return Optional.empty();
    }
    int from = start + HEADER;
    start = from + (int) length;
    return Optional.of(pending.getBytes(from, start));
  }
}
