package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.runs.RunSummaryJson;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Twins;
import io.tunnelscope.core.language.Language;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Both halves of a VNet2VNet connection on the wire.
 *
 * @param mend which half to change, as {@link Twins.Mend} in lower case; absent while a half has no
 *     diagnosis, as is the root
 * @param sentence what the comparison says, or why there is none; {@code this half} is the first
 * @param caution why the comparison may mislead
 */
record HalvesJson(
    HalfJson first,
    HalfJson second,
    Optional<String> mend,
    String sentence,
    Optional<RootJson> root,
    Optional<Long> secondsApart,
    Optional<String> caution) {

  /**
   * A half.
   *
   * @param run the one that is compared
   * @param openRun one that goes on or waits
   */
  record HalfJson(
      String id,
      String name,
      String gateway,
      Optional<RunSummaryJson> run,
      Optional<OpenRunJson> openRun) {
    static HalfJson of(Half half, Language language) {
      var known = half.target().known();
      return new HalfJson(
          known.id().value(),
          known.name(),
          known.gatewayName(),
          half.run().map(run -> RunSummaryJson.of(run, language)),
          half.target().openRun().map(OpenRunJson::of));
    }
  }

  record OpenRunJson(String id, String state) {
    static OpenRunJson of(TargetState.OpenRun run) {
      return new OpenRunJson(run.id().toString(), run.state());
    }
  }

  /**
   * The finding that explains the most.
   *
   * @param id the fault
   */
  record RootJson(String id, String cause, String severity, String certainty, String summary) {
    static RootJson of(Finding finding, Language language) {
      return new RootJson(
          finding.fault().wireId(),
          finding.cause().name(),
          finding.severity().wireName(),
          finding.certainty().wireName(),
          ActionCatalog.explain(finding, language).summary());
    }
  }

  static HalvesJson of(Halves halves, Language language) {
    var twins = halves.compared();
    return new HalvesJson(
        HalfJson.of(halves.first(), language),
        HalfJson.of(halves.second(), language),
        twins.map(compared -> compared.mend().name().toLowerCase(Locale.ROOT)),
        halves.inWords(language),
        twins.map(compared -> RootJson.of(compared.root(), language)),
        halves.apart().map(Duration::toSeconds),
        halves.caution().map(text -> text.in(language)));
  }
}
