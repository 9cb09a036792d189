package io.tunnelscope.app.runs;

import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An event of a run as it goes over the wire. */
public record EventJson(
    int seq,
    Instant at,
    String kind,
    Optional<String> state,
    Optional<String> step,
    Optional<String> probe,
    Optional<String> message,
    Optional<Integer> percent,
    Optional<String> code,
    Optional<String> fault) {

  /** What polling instead of listening gets. */
  public record EventList(List<EventJson> items, boolean done) {}

  static EventJson of(RunEvent event, Language language) {
    var body = event.body();
    var step = Optional.ofNullable(body.getString("step"));
    var probe = Optional.ofNullable(body.getString("probe"));
    return new EventJson(
        event.seq(),
        event.at(),
        event.kind().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(body.getString("state")),
        step,
        probe,
        step.map(name -> ProgressText.of(name, probe).in(language)),
        Optional.ofNullable(body.getInteger("percent")),
        Optional.ofNullable(body.getString("code")),
        Optional.ofNullable(body.getString("fault")));
  }
}
