package io.tunnelscope.app.blobs;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** One request to a container, its failures put into our own family. */
@FunctionalInterface
interface BlobCall<T> {
  /**
   * @param left until it must have ended
   */
  T make(Duration left);

  /** Blocks. */
  static <T> T within(TimeLimit limit, BlobCall<T> call) throws BlobFailed {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("a container is not asked on an event loop");
    }
    try {
      return call.make(limit.left());
    } catch (BlobStorageException answer) {
      throw new BlobFailed(failure(answer));
    } catch (RuntimeException failure) {
      throw new BlobFailed(
          isTimeout(failure) ? new BlobFailure.TooSlow() : new BlobFailure.Unreachable());
    }
  }

  private static BlobFailure failure(BlobStorageException answer) {
    var code = answer.getErrorCode();
    if (BlobErrorCode.CONTAINER_NOT_FOUND.equals(code)
        || BlobErrorCode.CONTAINER_BEING_DELETED.equals(code)) {
      return new BlobFailure.NoSuchContainer();
    }
    return switch (answer.getStatusCode()) {
      case 401, 403 -> new BlobFailure.NotAllowed();
      case 404 -> new BlobFailure.NoSuchBlob();
      case 412 -> new BlobFailure.Changed();
      case 429, 503 -> new BlobFailure.Busy();
      default -> new BlobFailure.Refused(answer.getStatusCode());
    };
  }

  private static boolean isTimeout(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      if (at instanceof TimeoutException || at instanceof java.net.http.HttpTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
