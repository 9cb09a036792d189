package io.tunnelscope.app.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How sending goes, as figures for operators: of all tenants together, and naming none. */
public final class OutboxMeters {
  private static final Duration EVERY = Duration.ofSeconds(15);

  /** What attempts come to. */
  enum What {
    DONE,
    LATER,
    FAILED,
    GIVEN_UP
  }

  private final Map<What, Counter> deliveries;
  private final AtomicReference<Double> oldest = new AtomicReference<>(0.0);

  private OutboxMeters(MeterRegistry registry) {
    this.deliveries =
        Stream.of(What.values())
            .collect(Collectors.toMap(Function.identity(), what -> counter(registry, what)));
    Gauge.builder("tunnelscope.outbox.oldest.seconds", oldest::get)
        .description(
            "how long the message has been due that is due for longest; NaN: the database is away")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, What what) {
    return Counter.builder("tunnelscope.outbox.deliveries")
        .description("attempts to deliver a message, by what they came to")
        .tag("outcome", what.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  public static OutboxMeters in(MeterRegistry registry) {
    return new OutboxMeters(registry);
  }

  /** For a sender that nobody watches. */
  static OutboxMeters unseen() {
    return new OutboxMeters(new SimpleMeterRegistry());
  }

  /**
   * Looks from now on how late messages are.
   *
   * @return the timer that does
   */
  public long watch(Vertx vertx, OutboxStore store) {
    return vertx.setPeriodic(
        1,
        EVERY.toMillis(),
        _ ->
            store
                .late()
                .onComplete(
                    late ->
                        oldest.set(
                            late.succeeded() ? late.result().toMillis() / 1000.0 : Double.NaN)));
  }

  void count(What what) {
    deliveries.get(what).increment();
  }
}
