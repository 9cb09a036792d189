package io.tunnelscope.app.login;

import java.util.Set;

/**
 * What a provider says of a person, and is believed.
 *
 * @param name for people to read; says nothing about who somebody is
 * @param roles the values of the role claim
 * @param text the token itself
 */
record IdToken(String issuer, String subject, String name, Set<String> roles, String text) {
  IdToken {
    roles = Set.copyOf(roles);
  }

  /** Without the text, which the provider takes for a proof when somebody signs out. */
  @Override
  public String toString() {
    return "IdToken[" + issuer + "#" + subject + "]";
  }
}
