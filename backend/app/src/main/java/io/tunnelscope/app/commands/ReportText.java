package io.tunnelscope.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.app.runs.DiagnosisJson.Result;
import io.tunnelscope.app.runs.DiffJson;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.diff.ChangeKind;
import io.tunnelscope.core.language.Harmless;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A diagnosed run in full, as a text to keep and to hand on: what was found, what proves it, what
 * to do, what changed, how it went. Made of the wire form, so that a command line tells the same to
 * the letter as a chat. Pure; any thread.
 */
public final class ReportText {
  /** Of the whole in UTF-8; what is left out then is counted, and linked. */
  static final int MOST_BYTES = 1_000_000;

  /** For the line that says so. */
  private static final int ROOM = 2_000;

  private static final int LONGEST_NAME = 80;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  private final About about;
  private final Language language;
  private final int mostBytes;
  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private int leftOut;

  /**
   * The run.
   *
   * @param target its name
   * @param page where it is shown in a browser
   */
  public record About(String target, String run, String page) {
    public About {
      requireNonNull(target, "target");
      requireNonNull(run, "run");
      requireNonNull(page, "page");
    }
  }

  private ReportText(About about, Language language, int mostBytes) {
    this.about = about;
    this.language = language;
    this.mostBytes = mostBytes;
  }

  /**
   * @param since what changed; empty where there is no run before, or none any more
   */
  public static String of(
      About about, DiagnosisJson diagnosis, Optional<DiffJson> since, Language language) {
    return of(about, diagnosis, since, language, MOST_BYTES);
  }

  static String of(
      About about,
      DiagnosisJson diagnosis,
      Optional<DiffJson> since,
      Language language,
      int mostBytes) {
    var report = new ReportText(about, language, mostBytes);
    report.write(diagnosis, since);
    return report.text.toString();
  }

  /** Letters, digits and hyphens of the target, and the day in UTC. */
  static String fileName(String target, Instant at) {
    var name = new StringBuilder("tunnelscope-");
    target
        .codePoints()
        .limit(LONGEST_NAME)
        .map(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.' ? c : '-')
        .forEach(name::appendCodePoint);
    return name.append('-').append(DAY.format(at)).append(".txt").toString();
  }

  private void write(DiagnosisJson diagnosis, Optional<DiffJson> since) {
    head(diagnosis);
    int number = 0;
    for (var result : diagnosis.results()) {
      number++;
      line("");
      result(result, diagnosis.results().size() > 1 ? number + ". " : "");
    }
    changes(since);
    timeline(diagnosis.timeline());
    heading(diagnosis.notices(), "Worth knowing", "참고 사항");
    diagnosis.notices().forEach(notice -> result(notice, ""));
    heading(diagnosis.missing(), "Could not be seen", "확인하지 못한 항목");
    diagnosis.missing().forEach(each -> line("  " + each.probe() + ": " + each.why()));
    if (leftOut > 0) {
      text.append(
          say(
              "\n" + leftOut + " more lines are left out; they are on the page of the run.\n",
              "\n" + leftOut + "줄은 생략했습니다. 나머지는 점검 페이지에서 볼 수 있습니다.\n"));
    }
  }

  private void head(DiagnosisJson diagnosis) {
    line(say("Target: ", "대상: ") + about.target());
    diagnosis.target().ifPresent(id -> line("  " + id));
    line(say("Run: ", "점검: ") + about.run());
    line(say("When: ", "시각: ") + SECOND.format(diagnosis.endTime()) + " UTC");
    line(say("Result: ", "결과: ") + outcome(diagnosis));
    line(say("Page: ", "페이지: ") + about.page());
  }

  private String outcome(DiagnosisJson diagnosis) {
    var code =
        Arrays.stream(Code.values())
            .filter(each -> each.wireName().equals(diagnosis.code()))
            .findFirst();
    var fault =
        diagnosis.results().stream()
            .findFirst()
            .flatMap(Result::id)
            .filter(_ -> !code.equals(Optional.of(Code.HEALTHY)));
    return code.map(each -> ResultWords.code(each).in(language)).orElse(diagnosis.code())
        + fault.map(id -> " (" + id + ")").orElse("");
  }

  private void result(Result result, String number) {
    line(
        number
            + result.id().map(id -> id + " / ").orElse("")
            + result.cause()
            + state(result).map(how -> " (" + how + ")").orElse(""));
    paragraph(result.summary());
    paragraph(result.detail());
    if (!result.evidence().isEmpty()) {
      line("  " + say("Proof", "근거"));
      // As it stands in the file, so that it can be found there.
      result
          .evidence()
          .forEach(
              proof ->
                  line("    " + proof.file() + ":" + proof.line() + "  " + proof.text().strip()));
    }
    if (!result.comparison().isEmpty()) {
      line("  " + say("Side by side: whose log it is, and its peer", "양쪽 비교: 로그를 남긴 쪽 / 상대편"));
      result
          .comparison()
          .forEach(
              row ->
                  line(
                      "    "
                          + row.label()
                          + ": "
                          + String.join(", ", row.ours())
                          + " / "
                          + String.join(", ", row.theirs())));
    }
    if (!result.recommendedActions().isEmpty()) {
      line("  " + say("What to do", "조치 방법"));
      result.recommendedActions().forEach(this::action);
    }
  }

  /** How bad and how sure; empty where a newer server has a word that is not known here. */
  private Optional<String> state(Result result) {
    return Arrays.stream(Severity.values())
        .filter(each -> each.wireName().equals(result.severity()))
        .findFirst()
        .flatMap(
            severity ->
                Arrays.stream(Certainty.values())
                    .filter(each -> each.wireName().equals(result.certainty()))
                    .findFirst()
                    .map(
                        certainty -> ActionCatalog.state(severity, certainty, Map.of(), language)));
  }

  private void action(DiagnosisJson.Action action) {
    line("    - " + action.actionText());
    line("      " + action.actionUriText() + ": " + action.actionUri());
  }

  private void changes(Optional<DiffJson> since) {
    line("");
    if (since.isEmpty()) {
      line(say("There is no run before to compare with.", "비교할 이전 점검이 없습니다."));
      return;
    }
    var before = since.get().fromRun().finishedAt().map(at -> " (" + SECOND.format(at) + " UTC)");
    line(say("Changed since the run before", "이전 점검과 달라진 점") + before.orElse(""));
    if (!since.get().changed()) {
      line("  " + say("Nothing changed.", "달라진 점이 없습니다."));
    }
    since.get().changes().forEach(this::change);
  }

  private void change(DiffJson.ChangeJson change) {
    var kind =
        Arrays.stream(ChangeKind.values())
            .filter(each -> each.name().equals(change.kind()))
            .findFirst()
            .map(each -> ResultWords.change(each).in(language))
            .orElse(change.kind());
    line("  " + kind + ": " + change.summary() + " (" + change.id() + ")");
    change.before().ifPresent(how -> line("    " + say("before: ", "이전: ") + how));
    change.after().ifPresent(how -> line("    " + say("after: ", "이후: ") + how));
  }

  private void timeline(List<DiagnosisJson.Step> steps) {
    heading(steps, "How it went", "진행 과정");
    for (var step : steps) {
      line(
          "  "
              + step.at().map(at -> SECOND.format(at) + "  ").orElse("")
              + arrow(step.direction())
              + "  "
              + (step.exchange().equals("UNKNOWN") ? "" : step.exchange() + ": ")
              + step.text()
              + step.detail().map(detail -> ": " + detail).orElse("")
              + "  ["
              + step.file()
              + ":"
              + step.line()
              + "]");
    }
  }

  private static String arrow(String direction) {
    return switch (direction) {
      case "sent" -> "→";
      case "received" -> "←";
      default -> "·";
    };
  }

  private void heading(List<?> all, String english, String korean) {
    if (!all.isEmpty()) {
      line("");
      line(say(english, korean));
    }
  }

  private void paragraph(String content) {
    content.lines().filter(each -> !each.isBlank()).forEach(each -> line("  " + each));
  }

  /** Once one does not fit, none does: a report with a hole in it would look whole. */
  private void line(String content) {
    var clean = Harmless.line(content).stripTrailing() + "\n";
    int more = clean.getBytes(UTF_8).length;
    if (leftOut > 0 || bytes + more > mostBytes - ROOM) {
      leftOut++;
      return;
    }
    text.append(clean);
    bytes += more;
  }

  private String say(String english, String korean) {
    return new Text(english, korean).in(language);
  }
}
