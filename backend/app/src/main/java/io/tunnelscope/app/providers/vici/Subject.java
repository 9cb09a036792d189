package io.tunnelscope.app.providers.vici;

import java.security.Principal;
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
    return Arrays.stream(name.split(",\\s*", -1))
        .map(part -> part.replaceFirst("^EMAILADDRESS=", "E="))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** As the JDK prints it. */
  static String of(Principal owner) {
    return of(owner.toString());
  }
}
