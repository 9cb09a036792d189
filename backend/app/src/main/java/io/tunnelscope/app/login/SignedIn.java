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
    return membership(slug).map(this::in);
  }

  /** Empty when there is no such tenant or they are no member. */
  Optional<Membership> membership(String slug) {
    return memberships.stream().filter(m -> m.slug().equals(slug)).findFirst();
  }

  Principal in(Membership membership) {
    return new Principal(
        membership.tenant(), Principal.Kind.PERSON, person.value(), name, membership.role());
  }
}
