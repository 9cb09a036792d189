package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.tenants.Membership;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.Person;
import io.tunnelscope.app.tenants.PersonStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes memberships follow what an identity provider says of a person who has just proved to be
 * them: new ones where a tenant's mapping gives a role, another role where it says so, none where
 * it gives none any more. A tenant's own provider reaches into that tenant alone.
 */
final class Admission {
  /** Somebody who is in, and where. */
  record Admitted(Person person, List<Membership> memberships) {
    Admitted {
      memberships = List.copyOf(memberships);
    }
  }

  private final PersonStore people;
  private final MembershipStore members;
  private final RoleMappingStore mappings;
  private final Sessions sessions;

  Admission(
      PersonStore people, MembershipStore members, RoleMappingStore mappings, Sessions sessions) {
    this.people = people;
    this.members = members;
    this.mappings = mappings;
    this.sessions = sessions;
  }

  /** With no membership at all when there is none; whether that is enough is not decided here. */
  Future<Admitted> admit(IdentityProvider provider, IdToken token, Origin origin) {
    return people
        .ensure(token.issuer(), token.subject(), token.name())
        .compose(
            person ->
                follow(provider, token, person, origin)
                    .compose(_ -> memberships(provider, person))
                    .map(memberships -> new Admitted(person, memberships)));
  }

  private Future<List<Membership>> memberships(IdentityProvider provider, Person person) {
    return people
        .memberships(person.id())
        .map(
            all ->
                all.stream()
                    .filter(m -> provider.tenant().stream().allMatch(m.tenant()::equals))
                    .toList());
  }

  private Future<Void> follow(
      IdentityProvider provider, IdToken token, Person person, Origin origin) {
    return roles(provider, token)
        .compose(
            roles ->
                mapped(provider, person)
                    .compose(before -> change(steps(roles, before, person, origin), person)));
  }

  private Future<Map<TenantId, Role>> roles(IdentityProvider provider, IdToken token) {
    return provider
        .tenant()
        .map(tenant -> mappings.ofTenant(tenant, token.roles()))
        .orElseGet(() -> mappings.ofInstallation(token.roles()));
  }

  /** Where the person may lose a membership that the provider once gave. */
  private Future<Set<TenantId>> mapped(IdentityProvider provider, Person person) {
    return provider
        .tenant()
        .map(tenant -> Future.succeededFuture(Set.of(tenant)))
        .orElseGet(() -> mappings.mappedByInstallation(person.id()));
  }

  private List<Supplier<Future<Boolean>>> steps(
      Map<TenantId, Role> roles, Set<TenantId> before, Person person, Origin origin) {
    var steps = new ArrayList<Supplier<Future<Boolean>>>();
    roles.forEach((tenant, role) -> steps.add(() -> members.admit(tenant, person, role, origin)));
    before.stream()
        .filter(tenant -> !roles.containsKey(tenant))
        .forEach(tenant -> steps.add(() -> members.dismiss(tenant, person, origin)));
    return steps;
  }

  /** One after the other: each is a transaction, and the pool is for everybody. */
  private Future<Void> change(List<Supplier<Future<Boolean>>> steps, Person person) {
    Future<Boolean> changed = Future.succeededFuture(false);
    for (var step : steps) {
      changed = changed.compose(before -> step.get().map(now -> before || now));
    }
    // What the person was, no browser of theirs may go on being.
    return changed.compose(any -> any ? sessions.signOut(person.id()) : Future.succeededFuture());
  }
}
