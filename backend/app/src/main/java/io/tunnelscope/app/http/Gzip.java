package io.tunnelscope.app.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Packs files of our own, once. Answers with data are never packed: their length would tell. */
final class Gzip {
  private Gzip() {}

  static Buffer of(Buffer content) {
    var out = new ByteArrayOutputStream(content.length() / 2 + 64);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device that could fail
    }
    return Buffer.buffer(out.toByteArray());
  }
}
