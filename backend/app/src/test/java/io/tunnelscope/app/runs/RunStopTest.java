package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.runs.Stopped.Why;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class RunStopTest {

  /** Else a cancelled run would be queued again, as if Azure had been away. */
  @Test
  void shouldTellOfTheStopWhenTheWorkEndedBecauseOfIt() {
    // Given
    var stop = new RunStop();
    stop.because(Why.CANCELLED);

    // When
    var result = stop.orStopped(Future.failedFuture("interrupted"));

    // Then
    assertThat(result.cause())
        .isInstanceOfSatisfying(
            Stopped.class, stopped -> assertThat(stopped.why()).isEqualTo(Why.CANCELLED));
  }

  @Test
  void shouldNotWaitForWorkThatDoesNotHearOfTheStop() {
    // Given
    var stop = new RunStop();
    var result = stop.orStopped(Promise.promise().future());

    // When
    stop.because(Why.LEASE_LOST);

    // Then
    assertThat(result.cause()).isInstanceOf(Stopped.class);
  }

  @Test
  void shouldGiveTheResultOfWorkThatNobodyStopped() {
    assertThat(new RunStop().orStopped(Future.succeededFuture("evidence")).result())
        .isEqualTo("evidence");
  }
}
