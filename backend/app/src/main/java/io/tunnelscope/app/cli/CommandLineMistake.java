package io.tunnelscope.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, said in our words. */
final class CommandLineMistake {
  private CommandLineMistake() {}

  static CommandFailed of(ParameterException mistake) {
    var command = mistake.getCommandLine();
    return switch (mistake) {
      case UnmatchedArgumentException e -> unmatched(e, command);
      case MissingParameterException e -> missing(e.getMissing(), command);
      case OverwrittenOptionException e -> twice(e.getOverwritten(), command);
      default -> badValue(mistake, command);
    };
  }

  /** An unknown first word, with the one that was probably meant. */
  static CommandFailed unknownVerb(String verb, CommandLine all) {
    return unknown(
        "there is no verb " + shown(verb),
        shown(verb) + "(이)라는 명령은 없습니다",
        Nearest.to(verb, all.getSubcommands().keySet()),
        "tunnelscope help");
  }

  private static CommandFailed unmatched(UnmatchedArgumentException e, CommandLine command) {
    var word = e.getUnmatched().getFirst();
    if (command.getParent() == null) {
      return unknownVerb(word, command);
    }
    var help = "tunnelscope help " + command.getCommandName();
    if (!word.startsWith("-") || word.equals("-")) {
      return unknown(
          command.getCommandName() + " does not take a further word " + shown(word),
          command.getCommandName() + " 명령에는 " + shown(word) + "을(를) 더 지정할 수 없습니다",
          List.of(),
          help);
    }
    var option = word.replaceFirst("=.*", "");
    var known =
        command.getCommandSpec().options().stream()
            .flatMap(each -> List.of(each.names()).stream())
            .toList();
    return unknown(
        command.getCommandName() + " has no option " + shown(option),
        command.getCommandName() + " 명령에는 " + shown(option) + " 옵션이 없습니다",
        Nearest.to(option, known),
        help);
  }

  private static CommandFailed unknown(
      String english, String korean, List<String> nearest, String help) {
    if (nearest.isEmpty()) {
      return CommandFailed.usage(
          english + ": see `" + help + "`", korean + ": `" + help + "`를 참고하십시오");
    }
    return CommandFailed.usage(
        english + ": did you mean " + String.join(" or ", nearest) + "?",
        korean + ": 혹시 " + String.join(" 또는 ", nearest) + "입니까?");
  }

  private static CommandFailed missing(List<ArgSpec> missing, CommandLine command) {
    var names =
        missing.stream().map(CommandLineMistake::name).distinct().collect(Collectors.joining(", "));
    var help = "tunnelscope help " + command.getCommandName();
    return CommandFailed.usage(
        command.getCommandName() + " needs " + names + ": see `" + help + "`",
        command.getCommandName() + " 명령에는 " + names + "이(가) 필요합니다: `" + help + "`를 참고하십시오");
  }

  private static CommandFailed twice(ArgSpec option, CommandLine command) {
    return CommandFailed.usage(
        command.getCommandName() + " takes " + name(option) + " once: name it only once",
        command.getCommandName() + " 명령에서 " + name(option) + "은(는) 한 번만 지정할 수 있습니다: 하나만 남기십시오");
  }

  private static CommandFailed badValue(ParameterException e, CommandLine command) {
    var help = "tunnelscope help " + command.getCommandName();
    if (e.getArgSpec() == null) {
      return CommandFailed.usage(
          "the command line cannot be read: see `" + help + "`",
          "명령을 해석할 수 없습니다: `" + help + "`를 참고하십시오");
    }
    var value = e.getValue() == null ? "" : " " + shown(e.getValue());
    return CommandFailed.usage(
        name(e.getArgSpec()) + " cannot be" + value + ": see `" + help + "`",
        name(e.getArgSpec()) + "에" + value + "을(를) 지정할 수 없습니다: `" + help + "`를 참고하십시오");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String shown(String word) {
    var clean = Ink.harmless(word);
    return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
  }
}
