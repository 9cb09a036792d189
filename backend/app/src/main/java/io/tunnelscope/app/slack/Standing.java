package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.core.language.Language;
import java.util.Optional;

/**
 * What is known of somebody in a place of Slack's.
 *
 * @param slug of the tenant
 * @param member empty for somebody who is not linked, or no active member any more
 * @param ceiling the most that anybody may do in the channel; empty where no admin bound it
 * @param language of what is said to them
 */
record Standing(String slug, Optional<Member> member, Optional<Role> ceiling, Language language) {
  record Member(PersonId person, String name, Role role) {}

  Standing {
    requireNonNull(slug, "slug");
    requireNonNull(member, "member");
    requireNonNull(ceiling, "ceiling");
    requireNonNull(language, "language");
  }
}
