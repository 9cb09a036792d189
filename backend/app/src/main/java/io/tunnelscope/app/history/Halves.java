package io.tunnelscope.app.history;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run.Verdict;
import io.tunnelscope.core.diagnosis.Twins;
import io.tunnelscope.core.language.Language;
import java.time.Duration;
import java.util.Optional;

/** Both halves of a VNet2VNet connection beside each other; the first is the one asked about. */
record Halves(Half first, Half second) {
  /** What is seen further apart than this need not be the same trouble. */
  private static final Duration FAR = Duration.ofHours(1);

  /** Empty while a half has no diagnosis. */
  Optional<Twins> compared() {
    return first
        .verdict()
        .flatMap(one -> second.verdict().map(other -> Twins.compare(one.worst(), other.worst())));
  }

  /** Time between the two looks; empty while a half has no diagnosis. */
  Optional<Duration> apart() {
    return first
        .verdict()
        .map(Verdict::to)
        .flatMap(one -> second.verdict().map(other -> Duration.between(one, other.to()).abs()));
  }

  /** What the comparison says, or why there is none. */
  String inWords(Language language) {
    return compared()
        .map(twins -> twins.inWords(language))
        .orElseGet(() -> whyNotCompared().in(language));
  }

  /** Why the comparison may mislead. */
  Optional<Text> caution() {
    return apart().filter(apart -> apart.compareTo(FAR) > 0).map(Halves::farApart);
  }

  private Text whyNotCompared() {
    if (first.run().isEmpty() && second.run().isEmpty()) {
      return new Text(
          "Neither half was troubleshot yet: troubleshoot both to compare them.",
          "양쪽 모두 아직 진단한 적이 없습니다. 비교하려면 양쪽을 모두 진단하십시오.");
    }
    return never(first)
        .or(() -> never(second))
        .or(() -> withoutDiagnosis(first))
        .or(() -> withoutDiagnosis(second))
        .orElseThrow();
  }

  private static Optional<Text> never(Half half) {
    return half.run().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Text(
                half.name() + " was never troubleshot: troubleshoot both halves to compare them.",
                half.name() + "은(는) 아직 진단한 적이 없습니다. 비교하려면 양쪽을 모두 진단하십시오."));
  }

  private static Optional<Text> withoutDiagnosis(Half half) {
    return half.verdict().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Text(
                "The run of "
                    + half.name()
                    + " came to no diagnosis: troubleshoot both halves again to compare them.",
                half.name() + "의 점검에서 진단 결과가 나오지 않았습니다. 비교하려면 양쪽을 다시 진단하십시오."));
  }

  private static Text farApart(Duration apart) {
    boolean days = apart.toHours() >= 48;
    long count = days ? apart.toDays() : apart.toHours();
    var unit = days ? "days" : count == 1 ? "hour" : "hours";
    return new Text(
        "The two runs lie %d %s apart; what they show may not be the same trouble. Troubleshoot both halves again."
            .formatted(count, unit),
        "두 점검 사이에 %d%s의 간격이 있어 서로 다른 문제일 수 있습니다. 양쪽을 다시 진단하십시오."
            .formatted(count, days ? "일" : "시간"));
  }
}
