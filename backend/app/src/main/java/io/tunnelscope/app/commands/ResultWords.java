package io.tunnelscope.app.commands;

import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diff.ChangeKind;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/**
 * How runs are spoken of, in answers and in messages: the word first, as colours do not reach
 * everybody. Pure; any thread.
 */
public final class ResultWords {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private ResultWords() {}

  static String time(Instant at) {
    return MINUTE.format(at);
  }

  /** How it ended, or where it stands. */
  static String outcome(Run run, Language language) {
    return run.verdict()
        .map(
            verdict ->
                verdict.code() == Code.HEALTHY
                    ? code(verdict.code()).in(language)
                    : code(verdict.code()).in(language)
                        + " ("
                        + verdict.worst().fault().wireId()
                        + ")")
        .orElseGet(() -> state(run).in(language));
  }

  /** That it is to stop is news as long as it goes on. */
  private static Text state(Run run) {
    return run.state() == RunState.RUNNING && run.times().cancelRequested().isPresent()
        ? new Text("Stopping", "취소하는 중")
        : state(run.state());
  }

  /** The same of a target at a glance. */
  static String outcome(TargetState.LastRun last, Language language) {
    return Arrays.stream(Code.values())
        .filter(code -> last.code().equals(Optional.of(code.wireName())))
        .findFirst()
        .map(code -> code(code).in(language) + fault(last, code))
        .orElseGet(() -> state(RunState.valueOf(last.state())).in(language));
  }

  private static String fault(TargetState.LastRun last, Code code) {
    return code == Code.HEALTHY ? "" : last.fault().map(fault -> " (" + fault + ")").orElse("");
  }

  public static Text code(Code code) {
    return switch (code) {
      case HEALTHY -> new Text("Healthy", "정상");
      case UNHEALTHY -> new Text("Unhealthy", "비정상");
      case UNDETERMINED -> new Text("Undetermined", "판단 불가");
    };
  }

  public static Text state(RunState state) {
    return switch (state) {
      case QUEUED -> new Text("Queued", "대기 중");
      case RUNNING -> new Text("Running", "실행 중");
      case SUCCEEDED -> new Text("Done", "완료");
      case FAILED -> new Text("Failed", "실패");
      case CANCELLED -> new Text("Cancelled", "취소됨");
    };
  }

  public static Text change(ChangeKind kind) {
    return switch (kind) {
      case APPEARED -> new Text("appeared", "발생");
      case CLEARED -> new Text("cleared", "해소");
      case WORSE -> new Text("got worse", "악화");
      case BETTER -> new Text("got better", "호전");
      case CHANGED -> new Text("changed", "변경");
    };
  }
}
