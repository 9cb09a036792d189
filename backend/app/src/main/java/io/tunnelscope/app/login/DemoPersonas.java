package io.tunnelscope.app.login;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import io.tunnelscope.app.tenants.PersonStore.PersonInTenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The made-up people of a demo: one of each role in each tenant. */
public final class DemoPersonas {
  /** The issuer that no identity provider can have. */
  static final String ISSUER = "demo";

  private final PersonStore people;
  private final MembershipStore members;

  public DemoPersonas(PersonStore people, MembershipStore members) {
    this.people = people;
    this.members = members;
  }

  /** Makes the four people of a tenant; does nothing where they are there. */
  public Future<Void> ensure(TenantId tenant, String slug) {
    Future<Void> all = Future.succeededFuture();
    for (var role : Role.values()) {
      all = all.compose(_ -> ensure(tenant, slug, role));
    }
    return all;
  }

  private Future<Void> ensure(TenantId tenant, String slug, Role role) {
    return people
        .ensure(ISSUER, slug + "-" + role.wire(), nameOf(slug, role))
        .compose(person -> members.put(tenant, person, role));
  }

  Future<List<PersonInTenant>> all() {
    return people.ofIssuer(ISSUER);
  }

  Future<Optional<PersonInTenant>> find(String id) {
    return all().map(all -> all.stream().filter(p -> p.person().subject().equals(id)).findFirst());
  }

  private static String nameOf(String slug, Role role) {
    boolean first = slug.length() % 2 == 0;
    return switch (role) {
      case VIEWER -> first ? "Vera Lind" : "Vito Marsh";
      case OPERATOR -> first ? "Oskar Bae" : "Olive Han";
      case AUDITOR -> first ? "Aran Yoo" : "Ada Quist";
      case ADMIN -> first ? "Amira Seo" : "Anton Ko";
    };
  }
}
