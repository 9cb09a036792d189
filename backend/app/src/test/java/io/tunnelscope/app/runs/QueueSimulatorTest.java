package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.runs.LaneModel.Bug;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the queue under faults in every order; {@link LaneModelIT} ties them to SQL. */
class QueueSimulatorTest {
  private static final int SEEDS = 500;

  @Test
  void shouldKeepItsPromisesWhateverGoesWrong() {
    assertThat(stories()).as("seed: broken promise").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindEveryBugThatIsPlanted(Bug bug) {
    assertThat(stories(bug)).isPresent();
  }

  /** The first story that breaks a promise. */
  private static Optional<String> stories(Bug... bugs) {
    return LongStream.range(0, SEEDS)
        .mapToObj(seed -> new QueueSimulator(seed, bugs).play().map(broken -> seed + ": " + broken))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
