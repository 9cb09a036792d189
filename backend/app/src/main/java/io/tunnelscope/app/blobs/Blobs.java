package io.tunnelscope.app.blobs;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens containers; one a process. Follows no redirects, uses no proxy of the environment, tries a
 * request three times at most. Opening asks nobody. Any thread.
 */
public final class Blobs {
  /** Has all that we use; newer ones are not spoken everywhere. */
  private static final BlobServiceVersion VERSION = BlobServiceVersion.V2021_12_02;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Between two signs of life of the other side. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static final int TRIES = 3;
  private static final Duration TRY = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private static final int THREADS = 8;
  private static final int MOST_AT_ONCE = 200;
  private static final long LONGEST_MINUTES = 10;

  private final HttpClient http;
  private final WorkerExecutor workers;
  private final AtomicInteger accepted = new AtomicInteger();

  public Blobs(Vertx vertx) {
    this.http =
        new JdkHttpClientBuilder(
                java.net.http.HttpClient.newBuilder().followRedirects(Redirect.NEVER))
            .configuration(Configuration.NONE)
            .connectionTimeout(CONNECT)
            .responseTimeout(SILENCE)
            .readTimeout(SILENCE)
            .writeTimeout(SILENCE)
            .build();
    this.workers =
        vertx.createSharedWorkerExecutor("blobs", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
  }

  /** Something to do with a container. */
  @FunctionalInterface
  public interface Work<T> {
    T with(BlobContainer container) throws IOException;
  }

  public BlobContainer open(BlobAddress address) {
    var builder =
        new BlobContainerClientBuilder()
            .endpoint(address.container().toString())
            .httpClient(http)
            .configuration(Configuration.NONE)
            .serviceVersion(VERSION)
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL, TRIES, TRY, FIRST_PAUSE, LONGEST_PAUSE, null));
    switch (address.credential()) {
      case BlobAddress.Credential.AccountKey(var key) ->
          builder.credential(new StorageSharedKeyCredential(address.account(), key.reveal()));
      case BlobAddress.Credential.Signature(var query) -> builder.sasToken(query.reveal());
    }
    return new BlobContainer(builder.buildClient());
  }

  /**
   * Does the work on one of {@value #THREADS} threads; what is more waits, up to {@value
   * #MOST_AT_ONCE} in all. Fails with what the work throws: {@link BlobFailed}, and what its own
   * streams have to say.
   */
  public <T> Future<T> run(BlobAddress address, Work<T> work) {
    if (accepted.incrementAndGet() > MOST_AT_ONCE) {
      accepted.decrementAndGet();
      return Future.failedFuture(new BlobFailed(new BlobFailure.Busy()));
    }
    return workers
        .executeBlocking(() -> work.with(open(address)), false)
        .onComplete(_ -> accepted.decrementAndGet());
  }

  /** Stops the threads; running work is let go. */
  public Future<Void> close() {
    return workers.close();
  }
}
