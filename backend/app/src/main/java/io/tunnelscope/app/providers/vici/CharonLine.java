package io.tunnelscope.app.providers.vici;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands around the message in a line of charon's log.
 *
 * @param connection blank where the line names none
 * @param sa number of the IKE_SA, blank where the line names none
 */
record CharonLine(String connection, String sa, String message) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:^|\\s)\\d\\d\\[[A-Z]{3}\\d?] {1,3}(?:<(?:([^<>]{1,160})\\|)?(\\d{1,10})> {0,3})?(.*)$");

  /** Empty for a line that is none of charon's. */
  static Optional<CharonLine> of(String line) {
    var found = SHAPE.matcher(line);
    return found.find()
        ? Optional.of(
            new CharonLine(blankFor(found.group(1)), blankFor(found.group(2)), found.group(3)))
        : Optional.empty();
  }

  private static String blankFor(String group) {
    return group == null ? "" : group;
  }
}
