package io.tunnelscope.app.runs;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The events of runs for those who watch; keeps the number of watchers bounded. Any thread. */
public final class RunEvents {
  private static final int WATCHERS_OF_TENANT = 100;
  static final int PAGE = 200;

  private final EventStore store;
  private final RunSignals signals;
  private final Map<TenantId, Integer> watchers = new ConcurrentHashMap<>();

  public RunEvents(Db db, RunSignals signals) {
    this.store = new EventStore(db);
    this.signals = signals;
  }

  /** The next events, oldest first; at most {@value #PAGE}. */
  Future<List<RunEvent>> after(TenantId tenant, RunId run, int seq) {
    return store.after(tenant, run, seq, PAGE);
  }

  /**
   * Calls the listener when the run may have told something.
   *
   * @throws Refusal.TooManyRequests when the tenant watches too many at once
   */
  Watch watch(TenantId tenant, RunId run, Runnable listener) {
    if (watchers.merge(tenant, 1, Integer::sum) > WATCHERS_OF_TENANT) {
      leave(tenant);
      throw new Refusal.TooManyRequests(
          new Text(
              "Too many pages of this tenant watch runs live: close some.",
              "이 테넌트에서 실시간으로 보고 있는 점검이 너무 많습니다. 일부 페이지를 닫아 주십시오."),
          Duration.ofSeconds(10));
    }
    signals.watch(run, listener);
    return () -> {
      signals.unwatch(run, listener);
      leave(tenant);
    };
  }

  private void leave(TenantId tenant) {
    watchers.computeIfPresent(tenant, (_, open) -> open == 1 ? null : open - 1);
  }

  /** Ends watching; to be called once. */
  @FunctionalInterface
  interface Watch {
    void end();
  }
}
