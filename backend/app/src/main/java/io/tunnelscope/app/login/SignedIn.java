package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.tenants.Membership;
import java.util.List;
import java.util.Optional;

/** A person with a valid session, and where they belong. At most 2 s old. */
record SignedIn(PersonId person, String name, List<Membership> memberships) {
  SignedIn {
    memberships = List.copyOf(memberships);
  }

  /** The person inside a tenant; empty when there is no such tenant or they are no member. */
  Optional<Principal> in(String slug) {
    return memberships.stream().filter(m -> m.slug().equals(slug)).findFirst().map(this::in);
  }

  Principal in(Membership membership) {
    return new Principal(
        membership.tenant(), Principal.Kind.PERSON, person.value(), name, membership.role());
  }
}
