package io.tunnelscope.app.commands;

import io.tunnelscope.app.refusal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Help, made from the table of verbs: those that the caller may use here, in their language. */
final class Help {
  private static final Text TITLE = new Text("What you can do here", "여기에서 할 수 있는 일");
  private static final Text HEAD = new Text("Command", "명령");
  private static final Text MEANING = new Text("What it does", "설명");
  private static final Text MORE =
      new Text(
          "help VERB tells more. Names with blanks go in quotes.",
          "help 뒤에 명령을 쓰면 자세히 볼 수 있습니다. 공백이 있는 이름은 따옴표로 묶습니다.");
  private static final Text NOT_LINKED =
      new Text(
          "You are not known here yet: link shows more.",
          "아직 계정이 연결되지 않았습니다. link를 입력하면 더 많은 일을 할 수 있습니다.");

  private Help() {}

  static Answer all(Caller caller) {
    var rows =
        Arrays.stream(Verb.values())
            .filter(caller::may)
            .map(verb -> List.of(verb.usage(), verb.meaning().in(caller.language())))
            .toList();
    var below = caller.who().isPresent() ? MORE : NOT_LINKED;
    return new Answer.Table(
        TITLE.in(caller.language()),
        List.of(HEAD.in(caller.language()), MEANING.in(caller.language())),
        rows,
        List.of(below.in(caller.language())),
        Optional.empty());
  }

  static Answer about(Verb verb, Caller caller) {
    var lines = new ArrayList<String>();
    lines.add(verb.usage());
    lines.add(verb.meaning().in(caller.language()));
    verb.flags()
        .forEach(flag -> lines.add(flag.written() + ": " + flag.meaning().in(caller.language())));
    return new Answer.Said(lines);
  }
}
