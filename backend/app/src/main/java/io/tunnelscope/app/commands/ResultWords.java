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

/** How runs are spoken of: the word first, as colours do not reach everybody. */
final class ResultWords {
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
        .orElseGet(() -> state(run.state()).in(language));
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

  static Text code(Code code) {
    return switch (code) {
      case HEALTHY -> new Text("Healthy", "정상");
      case UNHEALTHY -> new Text("Unhealthy", "비정상");
      case UNDETERMINED -> new Text("Undetermined", "판단 불가");
    };
  }

  static Text state(RunState state) {
    return switch (state) {
      case QUEUED -> new Text("queued", "대기 중");
      case RUNNING -> new Text("running", "실행 중");
      case SUCCEEDED -> new Text("done", "완료");
      case FAILED -> new Text("failed", "실패");
      case CANCELLED -> new Text("cancelled", "취소됨");
    };
  }

  static Text change(ChangeKind kind) {
    return switch (kind) {
      case APPEARED -> new Text("appeared", "발생");
      case CLEARED -> new Text("cleared", "해소");
      case WORSE -> new Text("worse", "악화");
      case BETTER -> new Text("better", "호전");
      case CHANGED -> new Text("changed", "변경");
    };
  }
}
