package io.tunnelscope.app.bundles;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.WriteStream;

/**
 * A file that takes what a stranger sends as long as there is allowance. What comes later is let
 * fall, so that the sender gets to the end and reads our answer.
 */
final class CountedFile implements WriteStream<Buffer> {
  private final AsyncFile file;
  private final Allowance allowance;

  CountedFile(AsyncFile file, Allowance allowance) {
    this.file = file;
    this.allowance = allowance;
  }

  @Override
  public Future<Void> write(Buffer data) {
    return switch (allowance.take(data.length())) {
      case TAKEN -> file.write(data);
      case TOO_MUCH -> Future.succeededFuture();
      case FAR_TOO_MUCH -> Future.failedFuture(Allowance.tooLarge());
    };
  }

  @Override
  public Future<Void> end() {
    return file.close();
  }

  @Override
  public boolean writeQueueFull() {
    return file.writeQueueFull();
  }

  @Override
  public CountedFile drainHandler(Handler<Void> handler) {
    file.drainHandler(handler);
    return this;
  }

  @Override
  public CountedFile exceptionHandler(Handler<Throwable> handler) {
    file.exceptionHandler(handler);
    return this;
  }

  @Override
  public CountedFile setWriteQueueMaxSize(int maxSize) {
    file.setWriteQueueMaxSize(maxSize);
    return this;
  }
}
