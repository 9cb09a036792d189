package io.tunnelscope.app.runs;

import io.tunnelscope.app.http.Query;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What a request says of the runs that it wants. */
public final class RunFilterQuery {
  private RunFilterQuery() {}

  /**
   * Notes what is wrong with it in the query.
   *
   * @param target as in {@link RunFilter}
   */
  public static RunFilter read(Query query, Optional<String> target) {
    return new RunFilter(
        target,
        named(query, "state", RunState.values(), RunState::name),
        query.parsed(
            "fault", Fault::parse, "a fault like Authentication", "Authentication 같은 장애 ID"),
        named(query, "cause", Cause.values(), Cause::name),
        named(query, "source", Source.values(), Source::wire),
        query.text("requester"),
        Optional.empty(),
        named(query, "code", Code.values(), Code::wireName),
        query.flag("changed"),
        query.instant("from"),
        query.instant("to"));
  }

  private static <E> Optional<E> named(
      Query query, String parameter, E[] values, Function<E, String> name) {
    var known = Arrays.stream(values).map(name).toList();
    return query.parsed(
        parameter,
        text -> Arrays.stream(values).filter(value -> name.apply(value).equals(text)).findFirst(),
        "one of " + String.join(", ", known),
        "다음 중 하나: " + String.join(", ", known));
  }
}
