package io.tunnelscope.app.commands;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which runs somebody wants to see. Flags are called as the parameters of the API and take the same
 * values, in any case.
 *
 * @param filter without a target
 * @param said the flags as a line has them, to say the same again; empty for all runs
 */
public record Which(RunFilter filter, String said) {
  /** In the order in which they are written. */
  static final List<Flag> FLAGS =
      List.of(
          Flag.STATE,
          Flag.CODE,
          Flag.FAULT,
          Flag.CAUSE,
          Flag.SOURCE,
          Flag.REQUESTER,
          Flag.CHANGED,
          Flag.FROM,
          Flag.TO);

  public Which {
    requireNonNull(filter, "filter");
    requireNonNull(said, "said");
  }

  /** Empty when one of them has a value that it does not take. */
  static Optional<Which> of(Map<Flag, String> flags) {
    var filter =
        new RunFilter(
            Optional.empty(),
            one(flags, Flag.STATE, RunState.values(), RunState::name),
            value(flags, Flag.FAULT).flatMap(Fault::parse),
            one(flags, Flag.CAUSE, Cause.values(), Cause::name),
            one(flags, Flag.SOURCE, Source.values(), Source::wire),
            value(flags, Flag.REQUESTER),
            Optional.empty(),
            one(flags, Flag.CODE, Code.values(), Code::wireName),
            value(flags, Flag.CHANGED).map(_ -> true),
            value(flags, Flag.FROM).flatMap(Query::parseInstant),
            value(flags, Flag.TO).flatMap(Query::parseInstant));
    return isWhole(flags, filter)
        ? Optional.of(new Which(filter, written(flags)))
        : Optional.empty();
  }

  private static boolean isWhole(Map<Flag, String> flags, RunFilter read) {
    return has(flags, Flag.STATE, read.state())
        && has(flags, Flag.CODE, read.code())
        && has(flags, Flag.FAULT, read.fault())
        && has(flags, Flag.CAUSE, read.cause())
        && has(flags, Flag.SOURCE, read.source())
        && has(flags, Flag.REQUESTER, read.requester().filter(name -> !name.isBlank()))
        && has(flags, Flag.FROM, read.from())
        && has(flags, Flag.TO, read.to());
  }

  private static boolean has(Map<Flag, String> flags, Flag flag, Optional<?> read) {
    return read.isPresent() || !flags.containsKey(flag);
  }

  private static Optional<String> value(Map<Flag, String> flags, Flag flag) {
    return Optional.ofNullable(flags.get(flag));
  }

  private static <E> Optional<E> one(
      Map<Flag, String> flags, Flag flag, E[] values, Function<E, String> name) {
    return value(flags, flag)
        .flatMap(
            text ->
                Arrays.stream(values)
                    .filter(each -> name.apply(each).equalsIgnoreCase(text))
                    .findFirst());
  }

  private static String written(Map<Flag, String> flags) {
    return FLAGS.stream()
        .filter(flags::containsKey)
        .map(
            flag ->
                " "
                    + flag.written()
                    + flag.value().map(_ -> " " + Grammar.quoted(flags.get(flag))).orElse(""))
        .collect(Collectors.joining());
  }

  boolean isAll() {
    return said.isEmpty();
  }
}
