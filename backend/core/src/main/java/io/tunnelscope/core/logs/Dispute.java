package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The fields in which offers were found to differ while a negotiation went through them. What it
 * comes to is known when no offer is left.
 */
final class Dispute {

  private static final int MAX_VALUES = 12;

  private final Set<String> fields = new LinkedHashSet<>();
  private final Set<String> ours = new LinkedHashSet<>();
  private final Set<String> theirs = new LinkedHashSet<>();

  void over(Map<String, String> details) {
    var field = AlgorithmName.field(details.get("field"));
    add(fields, field);
    add(ours, AlgorithmName.of(field, details.getOrDefault("ours", "")));
    add(theirs, AlgorithmName.of(field, details.getOrDefault("theirs", "")));
  }

  boolean isOpen() {
    return !fields.isEmpty();
  }

  void settle() {
    fields.clear();
    ours.clear();
    theirs.clear();
  }

  /** A group alone is refused in its own way; so are settings that are no algorithms. */
  Signal outcome(ExchangeKind exchange) {
    if (exchange.negotiatesChild() && fields.equals(Set.of("group"))) {
      return Signal.GROUP_REFUSED;
    }
    return !fields.isEmpty() && Set.of("method", "mode").containsAll(fields)
        ? Signal.SETTING_REFUSED
        : Signal.NO_PROPOSAL;
  }

  Map<String, String> facts() {
    var facts = new HashMap<String, String>();
    facts.put("field", String.join("+", fields));
    facts.put("ours", String.join(", ", ours));
    facts.put("theirs", String.join(", ", theirs));
    facts.values().removeIf(String::isEmpty);
    return facts;
  }

  private static void add(Set<String> values, String value) {
    if (!value.isBlank() && values.size() < MAX_VALUES) {
      values.add(value);
    }
  }
}
