package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.language.Phrases;
import java.util.Map;

/**
 * Both halves of a VNet2VNet connection, each diagnosed from its own gateway, and what to mend.
 *
 * @param root the finding that explains the most: what a half saw itself before what it heard
 */
public record Twins(Mend mend, Finding root) {

  /** Which half is to be changed. */
  public enum Mend {
    NEITHER,
    FIRST,
    SECOND,
    /** The two halves have to be given the same setting. */
    BOTH,
    /** The halves say what cannot be true at one time. */
    CONTRADICTION,
    /** Something is wrong; neither half shows what. */
    UNKNOWN
  }

  /** Pure; the order of the halves matters only for the words first and second. */
  public static Twins compare(Diagnosis first, Diagnosis second) {
    return compare(first.worst(), second.worst());
  }

  /** The same of what each half came to: its root cause, or its {@code NoFault}. */
  public static Twins compare(Finding one, Finding other) {
    if (isOpen(one) && isOpen(other)) {
      return new Twins(Mend.UNKNOWN, one);
    }
    if (isWell(one) && isWell(other)) {
      return new Twins(Mend.NEITHER, one);
    }
    var firstTells = tells(one, other);
    var root = firstTells ? one : other;
    var rest = firstTells ? other : one;
    if (isOfOneHalf(root)) {
      return new Twins(firstTells ? Mend.FIRST : Mend.SECOND, root);
    }
    return new Twins(contradict(root, rest) ? Mend.CONTRADICTION : Mend.BOTH, root);
  }

  /** In one sentence. */
  public String inWords(Language language) {
    return Phrases.say(
        language, "twins." + mend, Map.of("cause", ActionCatalog.title(root.cause(), language)));
  }

  private static boolean isWell(Finding finding) {
    return finding.cause() == Cause.HEALTHY;
  }

  private static boolean isOpen(Finding finding) {
    return finding.cause() == Cause.UNDETERMINABLE;
  }

  /** Whether the first finding says more than the second. */
  private static boolean tells(Finding one, Finding other) {
    if (isWell(one) != isWell(other)) {
      return isWell(other);
    }
    if (isOpen(one) != isOpen(other)) {
      return isOpen(other);
    }
    if (isOfOneHalf(one) != isOfOneHalf(other)) {
      return isOfOneHalf(one);
    }
    return one.certainty().compareTo(other.certainty()) <= 0;
  }

  /**
   * A tunnel that one half holds up cannot be refused by the other; nor can it fail in two ways.
   */
  private static boolean contradict(Finding root, Finding rest) {
    if (isOpen(root)) {
      return isWell(rest);
    }
    return isWell(rest)
        || root.certainty() == Certainty.CERTAIN
            && rest.certainty() == Certainty.CERTAIN
            && root.cause() != rest.cause();
  }

  /** Whether the other half has no part in it. */
  private static boolean isOfOneHalf(Finding finding) {
    return finding.cause().isOfResource()
        || switch (finding.cause()) {
          case CONFIG_ERROR, CONFIG_NOT_LOADED, RESOURCE, KERNEL_ERROR, CPU_EXCEEDED -> true;
          default -> false;
        };
  }
}
