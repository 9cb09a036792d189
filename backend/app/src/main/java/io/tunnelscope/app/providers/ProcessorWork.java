package io.tunnelscope.app.providers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Work that keeps a processor busy: reading the logs of many gateways, asking all rules. However
 * much of it there is, one processor is left for those who wait for answers. Any thread.
 */
public final class ProcessorWork {
  private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final WorkerExecutor threads;

  private ProcessorWork(WorkerExecutor threads) {
    this.threads = threads;
  }

  /** The same threads for all who ask; they end with Vert.x. */
  public static ProcessorWork on(Vertx vertx) {
    return new ProcessorWork(vertx.createSharedWorkerExecutor("processor-work", AT_ONCE));
  }

  /** Does the work when its turn comes; completes on the context of the caller. */
  public <T> Future<T> run(Callable<T> work) {
    return threads.executeBlocking(work, false);
  }
}
