package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.RunStore;
import io.vertx.core.Future;
import java.util.Optional;

/** Puts together what the message of a run tells. Any thread. */
final class RunReports {
  private final RunStore runs;

  RunReports(RunStore runs) {
    this.runs = runs;
  }

  /** Fails with {@link io.tunnelscope.app.refusal.Refusal.NotFound} when the run is gone. */
  Future<RunReport> of(TenantId tenant, RunId id) {
    return runs.get(tenant, id)
        .compose(run -> run.isFinished() ? ended(tenant, run) : goingOn(tenant, run));
  }

  private Future<RunReport> goingOn(TenantId tenant, Run run) {
    return run.state() == RunState.RUNNING
        ? runs.doing(tenant, run.id())
            .map(doing -> new RunReport(run, doing, Optional.empty(), Optional.empty()))
        : Future.succeededFuture(
            new RunReport(run, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private Future<RunReport> ended(TenantId tenant, Run run) {
    return runs.diagnosis(tenant, run)
        .compose(
            diagnosis ->
                runs.changes(tenant, run)
                    .map(changes -> new RunReport(run, Optional.empty(), diagnosis, changes)));
  }
}
