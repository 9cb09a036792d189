package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.http.Doorkeeper;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.settings.HttpSettings;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import java.time.Clock;

/** Everything about signing in, put together: the doorkeeper first, then its routes. */
public final class Login {
  private final Sessions sessions;
  private final ApiTokens tokens;
  private final PersonStore people;
  private final MembershipStore members;
  private final SessionCookie cookie;
  private final ForgeryGuard forgery;
  private final SessionAudit sessionAudit;
  private final LoginDoorkeeper doorkeeper;
  private final ServicePrincipals servicePrincipals;
  private final boolean personas;

  /**
   * @param demo whether people may sign in as personas, if we listen on loopback only
   */
  public Login(
      Sessions sessions,
      ApiTokens tokens,
      PersonStore people,
      MembershipStore members,
      AuditStore audit,
      HttpSettings settings,
      Limits limits,
      Clock clock,
      boolean demo) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.people = people;
    this.members = members;
    this.cookie = new SessionCookie(settings);
    this.forgery = new ForgeryGuard(settings);
    this.sessionAudit = new SessionAudit(audit);
    this.doorkeeper = new LoginDoorkeeper(sessions, tokens, cookie, forgery, audit, limits, clock);
    this.servicePrincipals = new ServicePrincipals(doorkeeper, clock);
    this.personas = demo && settings.isLoopback();
  }

  public Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  /** API tokens as Azure's clients present them. */
  public ServicePrincipals servicePrincipals() {
    return servicePrincipals;
  }

  public void mount(Routes routes) {
    new SessionRoutes(sessions, cookie, people, sessionAudit, personas).mount(routes);
    new TokenRoutes(tokens).mount(routes);
    if (personas) {
      new DemoRoutes(
              new DemoPersonas(people, members),
              sessions,
              cookie,
              forgery,
              doorkeeper,
              sessionAudit)
          .mount(routes);
    }
  }
}
