package io.tunnelscope.app.providers.vici;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The name of a certificate's owner. */
final class Subject {
  private Subject() {}

  /**
   * One spelling for all: strongSwan writes the parts of a name in the order of the certificate,
   * RFC 2253 turns it around.
   */
  static String of(String name) {
    return Arrays.stream(name.split(",\\s*", -1)).sorted().collect(Collectors.joining(", "));
  }
}
