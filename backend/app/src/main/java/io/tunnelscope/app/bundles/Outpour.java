package io.tunnelscope.app.bundles;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Pours a blocking stream into a response, a piece at a time and no faster than the reader takes
 * it. Closes the stream at the end, whatever happens.
 */
final class Outpour {
  private static final int PIECE = 1 << 16;

  private final BundleStore store;
  private final InputStream in;
  private final HttpServerResponse response;
  private final Promise<Void> done = Promise.promise();

  Outpour(BundleStore store, InputStream in, HttpServerResponse response) {
    this.store = store;
    this.in = in;
    this.response = response;
  }

  Future<Void> run() {
    next();
    return done.future().eventually(() -> store.blocking(this::close));
  }

  /** Not a chain of futures: it would grow with the file. */
  private void next() {
    store
        .blocking(() -> in.readNBytes(PIECE))
        .onFailure(done::fail)
        .onSuccess(
            piece -> {
              if (piece.length == 0) {
                response.end().onComplete(done);
              } else {
                response.write(Buffer.buffer(piece)).onFailure(done::fail).onSuccess(_ -> next());
              }
            });
  }

  private Void close() throws IOException {
    in.close();
    return null;
  }
}
