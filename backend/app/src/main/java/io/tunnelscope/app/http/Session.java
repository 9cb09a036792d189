package io.tunnelscope.app.http;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.PersonId;

/**
 * A person who is signed in with a browser. How they signed in is not known here.
 *
 * @param csrf what the browser must send back as {@code X-CSRF} with every unsafe request
 */
public record Session(PersonId person, String name, String csrf) {
  public Session {
    requireNonNull(person);
    requireNonNull(name);
    requireNonNull(csrf);
  }

  @Override
  public String toString() {
    return "Session[person=" + person + "]";
  }
}
