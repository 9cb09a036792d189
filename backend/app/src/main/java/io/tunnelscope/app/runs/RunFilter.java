package io.tunnelscope.app.runs;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which runs to list; what is empty does not narrow.
 *
 * @param target resource id or name, whole, any case
 * @param requester part of a name, any case
 * @param by id of the person or token that asked
 * @param from asked for at or after
 * @param to asked for before
 */
public record RunFilter(
    Optional<String> target,
    Optional<RunState> state,
    Optional<Fault> fault,
    Optional<Cause> cause,
    Optional<Source> source,
    Optional<String> requester,
    Optional<UUID> by,
    Optional<Code> code,
    Optional<Boolean> changed,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** Ids begin with the time of asking, so a time selects whole partitions by itself. */
  public static UUID firstIdOf(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }

  public static RunFilter all() {
    return ofTarget(Optional.empty());
  }

  /** The same, of one target. */
  public RunFilter of(ArmId one) {
    return new RunFilter(
        Optional.of(one.value()),
        state,
        fault,
        cause,
        source,
        requester,
        by,
        code,
        changed,
        from,
        to);
  }

  /** The same, asked for by one person or token. */
  public RunFilter by(UUID one) {
    return new RunFilter(
        target, state, fault, cause, source, requester, Optional.of(one), code, changed, from, to);
  }

  public static RunFilter ofTarget(Optional<String> target) {
    return of(target, Optional.empty(), Optional.empty());
  }

  /** Runs of one target that came to a diagnosis. */
  static RunFilter succeeded(String target) {
    return of(Optional.of(target), Optional.of(RunState.SUCCEEDED), Optional.empty());
  }

  public static RunFilter ofState(RunState state) {
    return of(Optional.empty(), Optional.of(state), Optional.empty());
  }

  public static RunFilter ofSource(Source source) {
    return of(Optional.empty(), Optional.empty(), Optional.of(source));
  }

  private static RunFilter of(
      Optional<String> target, Optional<RunState> state, Optional<Source> source) {
    return new RunFilter(
        target,
        state,
        Optional.empty(),
        Optional.empty(),
        source,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
