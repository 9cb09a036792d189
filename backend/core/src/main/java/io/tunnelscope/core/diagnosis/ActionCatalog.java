package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import io.tunnelscope.core.network.Support;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts findings, notices and refusals into words a person can act on. Pure; any thread. */
public final class ActionCatalog {

  private ActionCatalog() {}

  public static Explanation explain(Finding finding, Language language) {
    var facts = inWords(finding.facts(), language);
    var terms = Terms.of(facts);
    var key = phraseKey(finding);
    return new Explanation(
        inItsManner(terms, language, key, ".summary", facts),
        inItsManner(terms, language, key, ".detail", facts) + Phrases.say(language, "seen", facts),
        Stream.concat(
                Advice.against(finding).stream().map(action -> inWords(action, facts, language)),
                platformLinks(finding, language))
            .toList());
  }

  /** The same cause can show itself in ways that want other words. */
  private static String inItsManner(
      Terms terms, Language language, String key, String part, Map<String, String> facts) {
    return Optional.ofNullable(facts.get(Fact.MANNER.key()))
        .flatMap(manner -> Phrases.find(language, key + "." + manner + part, facts))
        .orElseGet(() -> terms.say(language, key, part, facts));
  }

  /** Where the platform sends people; its words are not ours to repeat. */
  private static Stream<RecommendedAction> platformLinks(Finding finding, Language language) {
    return finding.fact(Fact.LINKS).stream()
        .flatMap(links -> Arrays.stream(links.split(" ", -1)))
        .map(URI::create)
        .map(
            link ->
                new RecommendedAction(
                    Phrases.say(language, "action.READ_PLATFORM_ADVICE", Map.of()),
                    link,
                    Phrases.say(language, "link.PLATFORM_ADVICE", Map.of("page", page(link)))));
  }

  /** The last part of the path, else the host. */
  private static String page(URI link) {
    var path = link.getPath() == null ? "" : link.getPath().replaceFirst("/+$", "");
    var last = path.substring(path.lastIndexOf('/') + 1);
    return last.isBlank() ? String.valueOf(link.getHost()) : last;
  }

  public static Explanation explain(Notice notice, Language language) {
    var facts = inWords(notice.facts(), language);
    var terms = Terms.of(facts);
    var key =
        facts.containsKey(Fact.VERDICT.key())
            ? "notice.VERDICT_DISAGREES"
            : "notice." + notice.kind();
    return new Explanation(
        terms.say(language, key, ".summary", facts),
        terms.say(language, key, ".detail", facts),
        Advice.against(notice.kind()).stream()
            .map(action -> inWords(action, facts, language))
            .toList());
  }

  /** What happened in a step, for instance "no common algorithms". */
  public static String explain(TimelineStep step, Language language) {
    var said = Phrases.say(language, "step." + step.event(), Map.of());
    return step.times() == 1 ? said : said + " ×" + step.times();
  }

  /** A few words for headings and lists, for instance "Pre-shared keys differ". */
  public static String title(Cause cause, Language language) {
    return Phrases.say(language, "cause." + cause + ".title", Map.of());
  }

  /** A few words for headings and lists, for instance "Authentication". */
  public static String title(Fault fault, Language language) {
    return Phrases.say(language, "fault." + fault.wireId() + ".title", Map.of());
  }

  /**
   * How a fault stands in a few words, for instance "error, likely, stopped at IKE_AUTH".
   *
   * @param facts by {@link Fact#key()}; one without words of ours is left out
   */
  public static String state(
      Severity severity, Certainty certainty, Map<String, String> facts, Language language) {
    var words = inWords(facts, language);
    var how =
        Stream.of(
            Phrases.say(language, "severity." + severity, Map.of()),
            Phrases.say(language, "certainty." + certainty, Map.of()));
    var details =
        words.keySet().stream()
            .flatMap(fact -> Phrases.find(language, "state." + fact, words).stream());
    return Stream.concat(how, details).collect(Collectors.joining(", "));
  }

  /** Names the kind that cannot be troubleshot and what to use instead. */
  public static String refusal(Support.Refused refused, Language language) {
    return Phrases.say(language, "refused." + refused.reason(), Map.of("kind", refused.kindName()));
  }

  /** Why something could not be seen, and how to mend that where it is known. */
  public static String why(Missing missing, Language language) {
    var said = Phrases.say(language, "missing." + missing.why(), Map.of());
    var mend =
        Phrases.find(language, "mend." + missing.probe() + "." + missing.why(), Map.of())
            .map(how -> "; " + how)
            .orElse("");
    return (missing.detail().isBlank() ? said : said + " (" + missing.detail() + ")") + mend;
  }

  private static RecommendedAction inWords(
      Action action, Map<String, String> facts, Language language) {
    var terms = Terms.of(facts);
    var link = action.link(terms);
    return new RecommendedAction(
        terms.say(language, "action." + action, "", facts),
        link.uri(),
        Phrases.say(language, "link." + link, Map.of()));
  }

  private static String phraseKey(Finding finding) {
    if (finding.cause() != Cause.UNDETERMINABLE) {
      // some causes read differently for what exactly is wrong
      return variant("cause." + finding.cause(), finding.fact(Fact.FIELD));
    }
    var obstacle = finding.fact(Fact.OBSTACLE);
    if (obstacle.isPresent()) {
      return "obstacle." + obstacle.get();
    }
    return switch (finding.fault()) {
      case AUTHENTICATION,
          IKE_POLICY_MISMATCH,
          PEER_REACHABILITY,
          CONNECTION_IS_MARKED_DISCONNECTED ->
          "unknown." + finding.fault().wireId();
      default -> undetermined(finding);
    };
  }

  /** What was seen, though it does not tell the cause. */
  private static String undetermined(Finding finding) {
    var key = "unknown." + Fault.UNDETERMINED.wireId();
    var seen = variant(key, finding.fact(Fact.STATE));
    return seen.equals(key) && finding.fact(Fact.NOTE).isPresent() ? key + ".failure" : seen;
  }

  /** The key of the phrase of that name, if there is one. */
  private static String variant(String key, Optional<String> name) {
    return name.map(known -> key + "." + known)
        .filter(variant -> Phrases.keys(Language.EN).contains(variant + ".summary"))
        .orElse(key);
  }

  /**
   * Facts that are names of ours are said in the reader's language; the others stand as they are.
   */
  private static Map<String, String> inWords(Map<String, String> facts, Language language) {
    var words = new LinkedHashMap<>(facts);
    for (var fact : List.of(Fact.CANDIDATES, Fact.ALSO)) {
      words.computeIfPresent(fact.key(), (_, names) -> candidates(names, language));
    }
    if (words.containsKey(Fact.PEER.key())) {
      // a daemon that tells no address is followed by the names of its connections
      words.remove(Fact.PEER.key(), facts.get(Fact.CONNECTION.key()));
    }
    words.computeIfPresent(Fact.NOTE.key(), (_, note) -> note.replaceFirst("\\.$", ""));
    words.computeIfPresent(Fact.CODE.key(), (_, code) -> withMeaning(code, language));
    words.computeIfPresent(Fact.COMPARISON.key(), (_, table) -> comparison(table, language));
    for (var fact :
        List.of(
            Fact.FIELD,
            Fact.REFUSED_BY,
            Fact.DEFAULTS,
            Fact.CHANGES,
            Fact.OTHER_SIDE,
            Fact.WAY,
            Fact.TRIED)) {
      words.computeIfPresent(fact.key(), (name, value) -> words(name, value, language));
    }
    return words;
  }

  /** A plus joins several words of ours. */
  private static String words(String fact, String value, Language language) {
    return Arrays.stream(value.split("\\+", -1))
        .map(word -> Phrases.find(language, "word." + fact + "." + word, Map.of()).orElse(word))
        .collect(Collectors.joining(", "));
  }

  /** A number of Windows with what it means; other codes as they stand. */
  private static String withMeaning(String code, Language language) {
    var number = code.substring(0, code.indexOf(' ') < 0 ? code.length() : code.indexOf(' '));
    return Phrases.find(language, "error." + number, Map.of())
        .map(meaning -> code + " (" + meaning + ")")
        .orElse(code);
  }

  private static String comparison(String table, Language language) {
    return ComparedField.table(table).stream()
        .map(row -> row.inWords(language))
        .collect(Collectors.joining(" "));
  }

  private static String candidates(String names, Language language) {
    return List.of(names.split(",", -1)).stream()
        .map(name -> title(Cause.valueOf(name), language))
        .collect(Collectors.joining("; "));
  }
}
