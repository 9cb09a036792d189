package io.tunnelscope.app.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a person reads who asks for help. */
final class HelpText {
  private static final List<String> ON_THIS_MACHINE = List.of("demo", "lab", "test", "analyze");
  private static final List<String> ON_A_SERVER =
      List.of(
          "targets",
          "run",
          "status",
          "last",
          "why",
          "report",
          "runs",
          "show",
          "logs",
          "history",
          "diff",
          "cancel",
          "schedule",
          "whoami");

  private HelpText() {}

  /** One verb in full. */
  static String of(CommandLine verb, int width) {
    verb.setUsageHelpWidth(Math.max(width, 80));
    return verb.getUsageMessage(Ansi.OFF);
  }

  static String overview(CommandLine all, Terminal terminal) {
    var words = new Words(terminal.language());
    var text = new StringBuilder();
    text.append(
        words.of(
            "Tunnelscope finds out why a VPN gateway or connection does not work.\n",
            "Tunnelscope는 VPN 게이트웨이나 연결이 동작하지 않는 원인을 찾습니다.\n"));
    text.append(words.of("\nUsage: tunnelscope VERB ...\n", "\n사용법: tunnelscope VERB ...\n"));
    group(words.of("On this machine", "이 컴퓨터에서"), ON_THIS_MACHINE, all, words, text);
    group(words.of("Through a server", "서버를 통해"), ON_A_SERVER, all, words, text);
    var others =
        all.getSubcommands().entrySet().stream()
            .filter(each -> each.getKey().equals(each.getValue().getCommandName())) // no alias
            .map(Map.Entry::getKey)
            .filter(name -> !ON_THIS_MACHINE.contains(name) && !ON_A_SERVER.contains(name))
            .toList();
    group(words.of("To operate a server, and the rest", "서버 운영 및 기타"), others, all, words, text);
    text.append(
        words.of(
            "\ntunnelscope help VERB explains one of them.\n",
            "\ntunnelscope help VERB를 입력하면 자세한 설명을 볼 수 있습니다.\n"));
    text.append(statuses(words));
    return text.toString();
  }

  private static void group(
      String title, List<String> verbs, CommandLine all, Words words, StringBuilder text) {
    text.append('\n').append(title).append('\n');
    for (String verb : verbs) {
      text.append("  ").append(Columns.pad(verb, 10)).append(line(verb, all, words)).append('\n');
    }
  }

  private static String line(String verb, CommandLine all, Words words) {
    if (verb.equals("test")) { // of the launcher, which does it before we are there
      return words.of("Runs the tests of a checkout.", "체크아웃의 테스트를 실행합니다.");
    }
    var spec = all.getSubcommands().get(verb).getCommandSpec();
    var description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  private static String statuses(Words words) {
    return words.of(
        """

        Exit status: 0 healthy, 1 unhealthy (diff: changed), 2 undetermined, 64 usage, 65 input cannot be used,
        69 not reachable, 70 internal error, 73 limit reached or folder in use, 77 not allowed, 130 cancelled.
        """,
        """

        종료 상태: 0 정상, 1 비정상(diff: 변경됨), 2 판단 불가, 64 사용법 오류, 65 사용할 수 없는 입력,
        69 연결할 수 없음, 70 내부 오류, 73 한도 초과 또는 폴더 사용 중, 77 권한 없음, 130 취소됨.
        """);
  }
}
