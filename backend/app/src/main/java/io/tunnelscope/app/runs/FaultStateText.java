package io.tunnelscope.app.runs;

import io.tunnelscope.core.diff.FaultState;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;

/** How a fault stood, as table {@code diff} keeps it: JSON, in no language. */
public final class FaultStateText {
  private FaultStateText() {}

  static String of(FaultState state) {
    return new JsonObject()
        .put("severity", state.severity().wireName())
        .put("certainty", state.certainty().wireName())
        .put("facts", FindingStore.facts(state.facts()))
        .encode();
  }

  /** Whether it can be read; the first release kept an English sentence instead. */
  public static boolean isReadable(String text) {
    return text.startsWith("{");
  }

  /** What {@link #isReadable} says yes to. */
  public static FaultState read(String text) {
    var json = new JsonObject(text);
    var facts = new LinkedHashMap<String, String>();
    json.getJsonObject("facts").forEach(fact -> facts.put(fact.getKey(), (String) fact.getValue()));
    return new FaultState(
        FindingStore.severity(json.getString("severity")),
        FindingStore.certainty(json.getString("certainty")),
        facts);
  }
}
