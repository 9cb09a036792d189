package io.tunnelscope.app.commands;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.core.language.Language;
import java.util.Optional;

/**
 * Who asks, from where.
 *
 * @param who a member, with what they may do in this place; empty for somebody whom nobody knows
 */
public record Caller(Optional<Principal> who, Origin origin, Language language, Room room) {
  public Caller {
    requireNonNull(who, "who");
    requireNonNull(origin, "origin");
    requireNonNull(language, "language");
    requireNonNull(room, "room");
  }

  /** Whether that verb is for them, here. */
  public boolean may(Verb verb) {
    return verb.needs().map(needed -> who.filter(p -> p.may(needed)).isPresent()).orElse(true);
  }
}
