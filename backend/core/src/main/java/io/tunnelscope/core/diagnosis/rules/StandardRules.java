package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.NoticeRule;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.diagnosis.RuleBook;
import java.util.LinkedHashMap;

/** All rules there are. */
public final class StandardRules {

  private static final RuleBook BOOK = assemble();

  private StandardRules() {}

  /** The rule book the product diagnoses with. */
  public static RuleBook book() {
    return BOOK;
  }

  private static RuleBook assemble() {
    var rules = new LinkedHashMap<String, Rule>();
    var notices = new LinkedHashMap<String, NoticeRule>();
    return new RuleBook(rules, notices);
  }
}
