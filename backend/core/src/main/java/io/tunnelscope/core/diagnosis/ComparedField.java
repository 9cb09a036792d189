package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import io.tunnelscope.core.network.Algorithm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One row of {@link Fact#COMPARISON}: what two sides have of one kind of algorithm.
 *
 * @param field for instance {@code encryption}
 */
record ComparedField(String field, List<String> ours, List<String> theirs) {

  static ComparedField parse(String row) {
    var name = row.substring(0, Math.max(0, row.indexOf('=')));
    var sides = row.substring(row.indexOf('=') + 1).split("/", 2);
    return new ComparedField(name, names(sides[0]), sides.length < 2 ? List.of() : names(sides[1]));
  }

  private static List<String> names(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split("\\+", -1));
  }

  String inWords(Language language) {
    var common = ours.stream().filter(theirs::contains).toList();
    var details = new LinkedHashMap<String, String>();
    details.put("field", Phrases.find(language, "word.field." + field, details).orElse(field));
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
        : names.stream().map(Algorithm::inWords).collect(Collectors.joining(", "));
  }
}
