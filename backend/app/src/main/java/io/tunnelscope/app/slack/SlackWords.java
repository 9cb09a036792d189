package io.tunnelscope.app.slack;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.language.Language;
import java.util.Locale;

/** All that the bot says of its own accord, in both languages. Pure; any thread. */
final class SlackWords {
  static final Text RUN_AGAIN = new Text("Run again", "다시 점검");
  static final Text COMPARE = new Text("Compare with last", "이전 점검과 비교");
  static final Text MUTE = new Text("Mute 1 h", "1시간 알림 끄기");
  static final Text OPEN = new Text("Open", "열기");
  static final Text PROOF = new Text("Proof", "근거");
  static final Text WHAT_TO_DO = new Text("What to do", "조치 방법");
  static final Text CHANGED = new Text("Changed since the last run", "이전 점검과 달라진 점");
  static final Text UNCHANGED =
      new Text("Nothing changed since the last run.", "이전 점검과 달라진 점이 없습니다.");
  static final Text FIRST_RUN = new Text("First run of this target.", "이 대상의 첫 점검입니다.");
  static final Text MORE_FINDINGS = new Text("More findings", "그 밖의 진단 결과");
  static final Text WAITING = new Text("Waiting for its turn", "차례를 기다리고 있습니다");
  static final Text STARTING = new Text("Starting", "시작하고 있습니다");
  static final Text DETAILS_ON_PAGE =
      new Text("The details are on the page of the run.", "자세한 내용은 점검 페이지에서 확인하십시오.");

  private SlackWords() {}

  /** What a cause is called, so that nobody takes a guess for a fact. */
  static Text cause(Certainty certainty) {
    return switch (certainty) {
      case CERTAIN -> new Text("Root cause", "근본 원인");
      case LIKELY -> new Text("Likely root cause", "유력한 근본 원인");
      case POSSIBLE -> new Text("Possible cause", "가능한 원인");
    };
  }

  /** In no language: a reason is a list of words that Slack's documentation explains. */
  static String way(Way way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  /** What did not fit, as words of a link. */
  static String more(int count, Language language) {
    return new Text(count + " more", count + "개 더 보기").in(language);
  }

  static String askedBy(String name, Language language) {
    return new Text("Asked for by " + name, "요청: " + name).in(language);
  }

  static String notSeen(int count, Language language) {
    return new Text(
            count == 1 ? "1 thing could not be seen" : count + " things could not be seen",
            "확인하지 못한 항목 " + count + "개")
        .in(language);
  }

  static String took(long seconds, Language language) {
    return new Text("Took " + seconds + " s", seconds + "초 소요").in(language);
  }

  static String digest(int count, Language language) {
    return new Text(
            count == 1 ? "1 change in the last hour" : count + " changes in the last hour",
            "지난 한 시간 동안의 변화 " + count + "건")
        .in(language);
  }
}
