package io.tunnelscope.app.commands;

import io.tunnelscope.app.commands.Words.Word;
import io.tunnelscope.app.gateways.DidYouMean;
import io.tunnelscope.app.refusal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what somebody typed. Pure; never throws, whatever the text. */
public final class Grammar {
  static final int LONGEST_LINE = 2_000;
  private static final int LONGEST_WORD = 512;
  private static final int MOST_WORDS = 40;
  private static final int CRON_FIELDS = 5;
  private static final int USUAL_HISTORY = 20;
  private static final int MOST_HISTORY = 50;
  private static final int MOST_JITTER = 3_600;
  private static final Duration USUAL_MUTE = Duration.ofHours(1);
  private static final Duration SHORTEST_MUTE = Duration.ofMinutes(1);
  private static final Duration LONGEST_MUTE = Duration.ofDays(30);
  private static final Pattern TIME = Pattern.compile("(\\d{1,5})(m|min|h|d)");

  private Grammar() {}

  /** What a line means, or why it means nothing. */
  public sealed interface Reading {}

  public record Understood(Command command) implements Reading {}

  /**
   * @param instead whole lines that may have been meant
   */
  public record NotUnderstood(Text why, List<String> instead) implements Reading {
    public NotUnderstood {
      instead = List.copyOf(instead);
    }
  }

  public static Reading read(String line) {
    if (line.length() > LONGEST_LINE) {
      return tooLong();
    }
    var words = Words.of(line);
    if (words.size() > MOST_WORDS
        || words.stream().anyMatch(word -> word.text().length() > LONGEST_WORD)) {
      return tooLong();
    }
    if (words.isEmpty()) {
      return new Understood(new Command.Help(Optional.empty()));
    }
    return verb(words)
        .map(verb -> read(verb, words.subList(length(verb), words.size())))
        .orElseGet(() -> unknownVerb(words));
  }

  private static int length(Verb verb) {
    return verb.written().indexOf(' ') < 0 ? 1 : 2;
  }

  private static Optional<Verb> verb(List<Word> words) {
    var first = lower(words.getFirst());
    return words.size() > 1 && first.equals("schedule")
        ? Verb.named(first + " " + lower(words.get(1)))
        : Verb.named(first);
  }

  private static String lower(Word word) {
    return word.text().toLowerCase(Locale.ROOT);
  }

  private static Reading unknownVerb(List<Word> words) {
    var meant =
        near(words.stream().map(Grammar::lower).toList()).stream()
            .map(verb -> again(verb, words))
            .filter(line -> line.length() <= LONGEST_LINE)
            .toList();
    if (!meant.isEmpty()) {
      return noVerb(meant);
    }
    if (!new DidYouMean(List.of("schedule")).nearest(lower(words.getFirst())).isEmpty()) {
      return new NotUnderstood(
          new Text(
              "schedule takes add, list, remove, pause or resume.",
              "schedule 뒤에는 add, list, remove, pause, resume 중 하나를 씁니다."),
          List.of("schedule list", "help schedule add"));
    }
    return noVerb(List.of());
  }

  private static NotUnderstood noVerb(List<String> instead) {
    return new NotUnderstood(
        new Text(
            "There is no such command; help shows what there is.",
            "없는 명령입니다. help를 입력하면 사용할 수 있는 명령을 볼 수 있습니다."),
        instead.isEmpty() ? List.of("help") : instead);
  }

  /** Verbs that look like what a line begins with, those of two words too; the likeliest first. */
  private static List<Verb> near(List<String> words) {
    return Stream.of(2, 1)
        .filter(length -> length <= words.size())
        .flatMap(length -> near(words, length).stream())
        .toList();
  }

  private static List<Verb> near(List<String> words, int length) {
    var names =
        Arrays.stream(Verb.values())
            .filter(verb -> length(verb) == length)
            .map(Verb::written)
            .toList();
    var said = String.join(" ", words.subList(0, length));
    return new DidYouMean(names)
        .nearest(said).stream().flatMap(name -> Verb.named(name).stream()).toList();
  }

  /** The line with that verb in the place of the one that there is not. */
  private static String again(Verb verb, List<Word> words) {
    var line = new StringBuilder(verb.written());
    words.stream().skip(length(verb)).forEach(word -> line.append(' ').append(written(word)));
    return line.toString();
  }

  private static String written(Word word) {
    return word.quoted() || !word.text().startsWith("--") ? quoted(word.text()) : word.text();
  }

  /** As a word of a line that reads as this text. */
  public static String quoted(String text) {
    boolean plain = !text.startsWith("--") && Words.of(text).equals(List.of(new Word(text, false)));
    return plain ? text : '"' + text.replace('"', '\'') + '"';
  }

  private static Reading read(Verb verb, List<Word> words) {
    var said = Said.of(verb, words);
    if (said.mistake().isPresent()) {
      return said.mistake().get();
    }
    return command(verb, said)
        .<Reading>map(Understood::new)
        .orElseGet(() -> verb == Verb.HELP ? noHelp(said) : wrongUse(verb));
  }

  private static Optional<Command> command(Verb verb, Said said) {
    return switch (verb) {
      case RUN ->
          said.one()
              .map(
                  target ->
                      new Command.Run(
                          target,
                          said.has(Flag.ACTIVE),
                          said.has(Flag.TWIN),
                          said.has(Flag.WATCH),
                          said.has(Flag.QUIET),
                          said.has(Flag.PRIVATE),
                          said.has(Flag.EXPLAIN)));
      case STATUS -> said.atMostOne().map(Command.Status::new);
      case CANCEL -> said.atMostOne().map(Command.Cancel::new);
      case LAST -> said.one().map(Command.Last::new);
      case DIFF -> diff(said);
      case WHY -> said.one().map(Command.Why::new);
      case REPORT -> said.one().map(what -> new Command.Report(what, said.has(Flag.HERE)));
      case LIST -> said.rest().map(Command.ListTargets::new);
      case HISTORY ->
          said.one()
              .flatMap(
                  target ->
                      said.number(Flag.LIMIT, USUAL_HISTORY, 1, MOST_HISTORY)
                          .flatMap(
                              limit ->
                                  Which.of(said.flags())
                                      .map(which -> new Command.History(target, limit, which))));
      case SUBSCRIBE -> subscribe(said);
      case UNSUBSCRIBE ->
          about(said).map(about -> new Command.Unsubscribe(about.target(), about.on()));
      case MUTE -> mute(said);
      case SCHEDULE_ADD -> scheduleAdd(said);
      case SCHEDULE_LIST -> said.nothing().map(_ -> new Command.ScheduleList());
      case SCHEDULE_REMOVE -> said.one().map(Command.ScheduleRemove::new);
      case SCHEDULE_PAUSE -> said.one().map(Command.SchedulePause::new);
      case SCHEDULE_RESUME -> said.one().map(Command.ScheduleResume::new);
      case LINK -> said.nothing().map(_ -> new Command.Link());
      case UNLINK -> said.nothing().map(_ -> new Command.Unlink());
      case WHOAMI -> said.nothing().map(_ -> new Command.WhoAmI());
      case HELP -> help(said);
    };
  }

  private static Optional<Command> diff(Said said) {
    boolean baseline = said.has(Flag.BASELINE);
    return switch (said.words().size()) {
      case 1 -> Optional.of(new Command.Diff(said.words().getFirst(), Optional.empty(), baseline));
      case 2 ->
          Optional.<Command>of(
                  new Command.Diff(
                      said.words().getFirst(), Optional.of(said.words().getLast()), false))
              .filter(_ -> !baseline);
      default -> Optional.empty();
    };
  }

  private static Optional<Command> subscribe(Said said) {
    return about(said)
        .map(
            about ->
                new Command.Subscribe(
                    about.target(),
                    about.on().isEmpty() ? Set.of(Occasion.CHANGED) : about.on(),
                    said.has(Flag.DIGEST)));
  }

  /** A target, and occasions if any were said. */
  private record About(String target, Set<Occasion> on) {}

  private static Optional<About> about(Said said) {
    var targets = said.words().stream().filter(word -> !isOccasions(word)).toList();
    var on = EnumSet.noneOf(Occasion.class);
    for (var word : said.words()) {
      if (isOccasions(word)) {
        for (var name : word.substring("on:".length()).split(",", -1)) {
          var occasion = Occasion.of(name.toLowerCase(Locale.ROOT));
          if (occasion.isEmpty()) {
            return Optional.empty();
          }
          on.add(occasion.get());
        }
      }
    }
    return targets.size() == 1 ? Optional.of(new About(targets.getFirst(), on)) : Optional.empty();
  }

  private static boolean isOccasions(String word) {
    return word.regionMatches(true, 0, "on:", 0, "on:".length());
  }

  private static Optional<Command> mute(Said said) {
    var words = said.words();
    return switch (words.size()) {
      case 1 -> Optional.of(new Command.Mute(words.getFirst(), USUAL_MUTE));
      case 2 -> time(words.getLast()).map(time -> new Command.Mute(words.getFirst(), time));
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> time(String text) {
    var matcher = TIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    var time =
        switch (matcher.group(2)) {
          case "h" -> Duration.ofHours(amount);
          case "d" -> Duration.ofDays(amount);
          default -> Duration.ofMinutes(amount);
        };
    return Optional.of(time)
        .filter(t -> t.compareTo(SHORTEST_MUTE) >= 0 && t.compareTo(LONGEST_MUTE) <= 0);
  }

  /** An expression is one word in quotes, or its five fields as they are. */
  private static Optional<Command> scheduleAdd(Said said) {
    var words = said.words();
    if (words.size() != 2 && words.size() != 1 + CRON_FIELDS) {
      return Optional.empty();
    }
    return said.number(Flag.JITTER, 0, 0, MOST_JITTER)
        .map(
            jitter ->
                new Command.ScheduleAdd(
                    words.getFirst(),
                    String.join(" ", words.subList(1, words.size())),
                    said.value(Flag.TIME_ZONE),
                    jitter,
                    said.value(Flag.MISSED),
                    said.has(Flag.ACTIVE)));
  }

  /** Empty for a verb that there is not. */
  private static Optional<Command> help(Said said) {
    if (said.words().isEmpty()) {
      return Optional.of(new Command.Help(Optional.empty()));
    }
    var about = String.join(" ", said.words()).toLowerCase(Locale.ROOT);
    var verb = about.equals("schedule") ? Optional.of(Verb.SCHEDULE_ADD) : Verb.named(about);
    return verb.map(known -> new Command.Help(Optional.of(known)));
  }

  private static NotUnderstood noHelp(Said said) {
    var words = said.words().stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    return noVerb(near(words).stream().map(verb -> "help " + verb.written()).toList());
  }

  /** What stands behind a verb, flags apart. */
  private record Said(
      List<String> words, Map<Flag, String> flags, Optional<NotUnderstood> mistake) {

    static Said of(Verb verb, List<Word> all) {
      var words = new ArrayList<String>();
      var flags = new EnumMap<Flag, String>(Flag.class);
      for (int n = 0; n < all.size(); n++) {
        var word = all.get(n);
        if (word.quoted() || !word.text().startsWith("--")) {
          words.add(word.text());
          continue;
        }
        var parts = word.text().split("=", 2);
        var flag =
            verb.flags().stream()
                .filter(each -> each.written().equals(parts[0].toLowerCase(Locale.ROOT)))
                .findFirst();
        if (flag.isEmpty()) {
          return mistaken(unknownFlag(verb, parts[0]));
        }
        if (flag.get().value().isEmpty()) {
          if (parts.length == 2) {
            return mistaken(wrongUse(verb));
          }
          flags.put(flag.get(), "");
        } else if (parts.length == 2) {
          flags.put(flag.get(), parts[1]);
        } else if (n + 1 < all.size()) {
          flags.put(flag.get(), all.get(++n).text());
        } else {
          return mistaken(wrongUse(verb));
        }
      }
      return new Said(List.copyOf(words), flags, Optional.empty());
    }

    private static Said mistaken(NotUnderstood mistake) {
      return new Said(List.of(), Map.of(), Optional.of(mistake));
    }

    boolean has(Flag flag) {
      return flags.containsKey(flag);
    }

    Optional<String> value(Flag flag) {
      return Optional.ofNullable(flags.get(flag));
    }

    /** Empty for what is no number of the closed range. */
    Optional<Integer> number(Flag flag, int otherwise, int smallest, int largest) {
      var text = value(flag);
      if (text.isEmpty()) {
        return Optional.of(otherwise);
      }
      return text.filter(digits -> digits.matches("[0-9]{1,6}"))
          .map(Integer::valueOf)
          .filter(number -> number >= smallest && number <= largest);
    }

    Optional<String> one() {
      return words.size() == 1 ? Optional.of(words.getFirst()) : Optional.empty();
    }

    /** Empty for more; holds nothing for none. */
    Optional<Optional<String>> atMostOne() {
      return words.size() > 1 ? Optional.empty() : Optional.of(words.stream().findFirst());
    }

    Optional<Optional<String>> rest() {
      return Optional.of(words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words)));
    }

    Optional<Boolean> nothing() {
      return words.isEmpty() ? Optional.of(true) : Optional.empty();
    }
  }

  private static NotUnderstood wrongUse(Verb verb) {
    return new NotUnderstood(
        new Text("It is written so: " + verb.usage(), "다음과 같이 씁니다: " + verb.usage()),
        List.of("help " + verb.written()));
  }

  private static NotUnderstood unknownFlag(Verb verb, String flag) {
    var near =
        new DidYouMean(verb.flags().stream().map(Flag::written).toList())
            .nearest(flag).stream().findFirst();
    var english = near.map(name -> "; did you mean " + name + "?").orElse(".");
    var korean = near.map(name -> " 혹시 " + name + "입니까?").orElse("");
    return new NotUnderstood(
        new Text(
            verb.written() + " knows no such flag" + english,
            verb.written() + " 명령에 없는 옵션입니다." + korean),
        List.of("help " + verb.written()));
  }

  private static NotUnderstood tooLong() {
    return new NotUnderstood(
        new Text("That is too long for a command.", "명령이 너무 깁니다."), List.of("help"));
  }
}
