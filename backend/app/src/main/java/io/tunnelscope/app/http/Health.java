package io.tunnelscope.app.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether this process should get requests. Safe for any thread once everything is added. */
public final class Health {
  /** What the check said, by name; without any detail, which is for the log. */
  public record Report(boolean ready, Map<String, String> checks) {}

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<String, Supplier<? extends Future<?>>> checks = new LinkedHashMap<>();
  private final List<BooleanSupplier> vital = new ArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Adds something that must answer within 2 s for the process to be ready. */
  public Health needs(String name, Supplier<? extends Future<?>> check) {
    checks.put(name, check);
    return this;
  }

  /** Adds something without which only a new process helps. */
  public Health lives(BooleanSupplier check) {
    vital.add(check);
    return this;
  }

  /** False when a supervisor should start the process anew. Asks nobody and never waits. */
  public boolean isAlive() {
    return vital.stream().allMatch(BooleanSupplier::getAsBoolean);
  }

  /** From now on not ready: the process is about to end. */
  public void drain() {
    draining.set(true);
  }

  /** Asks everything at once. Never fails. */
  public Future<Report> report() {
    Map<String, String> results = new LinkedHashMap<>();
    results.put("accepting", draining.get() ? "down" : "up");
    List<Future<String>> asked =
        checks.entrySet().stream().map(entry -> ask(entry.getValue())).toList();
    return Future.join(asked)
        .map(
            _ -> {
              int n = 0;
              for (var name : checks.keySet()) {
                results.put(name, asked.get(n++).result());
              }
              return new Report(!results.containsValue("down"), results);
            });
  }

  private static Future<String> ask(Supplier<? extends Future<?>> check) {
    try {
      return check
          .get()
          .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .map("up")
          .otherwise("down");
    } catch (RuntimeException _) {
      return Future.succeededFuture("down");
    }
  }
}
