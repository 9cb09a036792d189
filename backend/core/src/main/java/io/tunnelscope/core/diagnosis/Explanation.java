package io.tunnelscope.core.diagnosis;

import java.util.List;

/**
 * A finding or notice in words.
 *
 * @param summary one sentence: what is wrong
 * @param detail why we say so, and what was seen on which side
 */
public record Explanation(String summary, String detail, List<RecommendedAction> actions) {

  public Explanation {
    actions = List.copyOf(actions);
  }
}
