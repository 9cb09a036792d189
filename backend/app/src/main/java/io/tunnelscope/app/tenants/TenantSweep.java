package io.tunnelscope.app.tenants;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through all tenants once an hour and takes away what has been kept for long enough, a little
 * at a time. Several nodes may do so at once. Any thread.
 */
public final class TenantSweep {
  /** One little of one tenant. */
  @FunctionalInterface
  public interface Step {
    /** Whether more may be left. */
    Future<Boolean> of(TenantId tenant);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TenantSweep.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration FIRST = Duration.ofMinutes(5);

  /** Of one tenant before the next one has its turn; the rest waits for an hour. */
  private static final int MOST_STEPS = 1_000;

  private final SweptTenantStore tenants;
  private final String complaint;
  private final Step step;

  /**
   * @param complaint what the log says when it does not work
   */
  public TenantSweep(Db db, String complaint, Step step) {
    this.tenants = new SweptTenantStore(db);
    this.complaint = complaint;
    this.step = step;
  }

  /** From now on once an hour, until Vert.x is closed. */
  public void start(Vertx vertx) {
    vertx.setTimer(FIRST.toMillis(), _ -> sweepAndGoOn(vertx));
  }

  private void sweepAndGoOn(Vertx vertx) {
    once().onComplete(_ -> vertx.setTimer(EVERY.toMillis(), _ -> sweepAndGoOn(vertx)));
  }

  /** Once through all tenants. Never fails: what did not work is tried the next time. */
  public Future<Void> once() {
    return tenants.all().compose(this::sweepEach).recover(this::later);
  }

  /** Says that something was left for the next time. */
  public Future<Void> later(Throwable failure) {
    LOG.atWarn().addKeyValue("failure", failure.getClass().getSimpleName()).log(complaint);
    return Future.succeededFuture();
  }

  /** One after the other: nobody waits for this, and others need the database. */
  private Future<Void> sweepEach(List<TenantId> all) {
    Future<Void> swept = Future.succeededFuture();
    for (var tenant : all) {
      swept = swept.compose(_ -> sweep(tenant, MOST_STEPS).recover(this::later));
    }
    return swept;
  }

  private Future<Void> sweep(TenantId tenant, int steps) {
    return step.of(tenant)
        .compose(more -> more && steps > 1 ? sweep(tenant, steps - 1) : Future.succeededFuture());
  }
}
