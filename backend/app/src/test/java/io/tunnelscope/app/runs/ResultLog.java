package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.time.Duration;

/**
 * Every result that is written to a run, noted by the database itself: whoever writes a second one,
 * or over that of another, is seen.
 */
final class ResultLog {
  private final TestDatabase database;

  /** Notes from now on. */
  ResultLog(TestDatabase database) {
    this.database = database;
    Sql.run(
        database.superuser(),
        """
        CREATE TABLE IF NOT EXISTS result_log (
            tenant_id uuid, run_id uuid, before text, after text, fence bigint,
            at timestamptz DEFAULT clock_timestamp())
        """,
        """
        CREATE OR REPLACE FUNCTION note_result() RETURNS trigger
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
            INSERT INTO result_log VALUES (NEW.tenant_id, NEW.run_id, OLD.state, NEW.state, NEW.fence);
            RETURN NULL;
        END $$
        """,
        // An event moves a number of the run, and is no result.
        """
        CREATE OR REPLACE TRIGGER note_result AFTER UPDATE ON run FOR EACH ROW
            WHEN (NEW.finished_at IS NOT NULL AND NEW.event_seq = OLD.event_seq)
            EXECUTE FUNCTION note_result()
        """);
  }

  /** Waits until as many runs are finished, or until the patience ends. */
  void awaitFinished(int runs, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(number("SELECT count(*) FROM run WHERE finished_at IS NOT NULL"))
                    .as("finished runs")
                    .isEqualTo(runs));
  }

  /** Each run has one result, told once, and the queue is as if nothing had ever been in it. */
  void assertOnceEach(int runs, Duration patience) {
    assertThat(number("SELECT count(DISTINCT run_id) FROM result_log"))
        .as("runs with a result")
        .isEqualTo(runs);
    assertThat(
            Sql.column(
                database.superuser(),
                """
                SELECT run_id || ': ' || string_agg(
                         before || ' to ' || after || ' by fence ' || fence, ', ' ORDER BY at)
                  FROM result_log GROUP BY run_id HAVING count(*) > 1
                """))
        .as("runs with two results")
        .isEmpty();
    assertThat(number("SELECT count(*) FROM run_event WHERE kind = 'done'"))
        .as("told as done")
        .isEqualTo(runs);
    assertThat(number("SELECT count(*) FROM audit WHERE action = 'run.finish'"))
        .as("in the audit")
        .isEqualTo(runs);
    await()
        .atMost(patience)
        .untilAsserted(
            () -> {
              assertThat(number("SELECT count(*) FROM queued_run")).as("queued").isZero();
              assertThat(number("SELECT count(*) FROM lane WHERE state <> 'IDLE' OR pending <> 0"))
                  .as("lanes that are not idle")
                  .isZero();
              assertThat(number("SELECT sum(open_runs + active + parked) FROM tenant_share"))
                  .as("shares in use")
                  .isZero();
            });
  }

  long number(String sql) {
    return Long.parseLong(Sql.column(database.superuser(), sql).getFirst());
  }
}
