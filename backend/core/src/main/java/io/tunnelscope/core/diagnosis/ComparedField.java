package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import io.tunnelscope.core.network.Algorithm;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two sides have in one field, laid beside each other.
 *
 * @param field for instance {@code encryption} or {@code networks}
 * @param ours what the side that wrote the log has; empty when it has nothing there
 * @param theirs what its peer has
 */
public record ComparedField(String field, List<String> ours, List<String> theirs) {

  public ComparedField {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  /** Both sides of a mismatch; empty where the evidence shows one side at most. */
  public static List<ComparedField> of(Finding finding) {
    var table = finding.fact(Fact.COMPARISON);
    if (table.isPresent()) {
      return table(table.get());
    }
    var ours = finding.fact(Fact.OURS);
    var theirs = finding.fact(Fact.THEIRS);
    return ours.isPresent() && theirs.isPresent()
        ? List.of(new ComparedField(field(finding), List.of(ours.get()), List.of(theirs.get())))
        : List.of();
  }

  private static String field(Finding finding) {
    return switch (finding.cause()) {
      case TS_MISMATCH -> "networks";
      case ID_MISMATCH -> "identity";
      case IKE_VERSION_MISMATCH -> "version";
      default -> finding.fact(Fact.FIELD).orElse("setting");
    };
  }

  /** The rows of {@link Fact#COMPARISON}. */
  static List<ComparedField> table(String rows) {
    return Arrays.stream(rows.split(";", -1)).map(ComparedField::parse).toList();
  }

  private static ComparedField parse(String row) {
    var name = row.substring(0, Math.max(0, row.indexOf('=')));
    var sides = row.substring(row.indexOf('=') + 1).split("/", 2);
    return new ComparedField(name, names(sides[0]), sides.length < 2 ? List.of() : names(sides[1]));
  }

  private static List<String> names(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split("\\+", -1));
  }

  /** The field in words. */
  public String label(Language language) {
    return Phrases.find(language, "word.field." + field, Map.of()).orElse(field);
  }

  /** The same with every value as people write it. */
  public ComparedField readable() {
    return new ComparedField(field, readable(ours), readable(theirs));
  }

  private static List<String> readable(List<String> names) {
    return names.stream().map(Algorithm::inWords).toList();
  }

  String inWords(Language language) {
    var common = ours.stream().filter(theirs::contains).toList();
    var details = new LinkedHashMap<String, String>();
    details.put("field", label(language));
    details.put("ours", list(ours, language));
    details.put("theirs", list(theirs, language));
    details.put("common", list(common, language));
    details.put(
        "missing", list(theirs.stream().filter(name -> !ours.contains(name)).toList(), language));
    var key = common.isEmpty() ? "compared.differs" : "compared.shares";
    return Phrases.say(language, key, details);
  }

  private static String list(List<String> names, Language language) {
    return names.isEmpty()
        ? Phrases.say(language, "compared.nothing", Map.of())
        : String.join(", ", readable(names));
  }
}
