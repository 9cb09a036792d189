package io.tunnelscope.app.login;

import io.tunnelscope.app.http.Doorkeeper;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.settings.HttpSettings;

/** Everything about signing in, put together: the doorkeeper first, then its routes. */
public final class Login {
  private final OidcLogin.Parts parts;
  private final ApiTokens tokens;
  private final OidcLogin oidc;
  private final SessionCookie cookie;
  private final LoginCookie loginCookie;
  private final ForgeryGuard forgery;
  private final OwnAddress address;
  private final SessionAudit sessionAudit;
  private final LoginDoorkeeper doorkeeper;
  private final ServicePrincipals servicePrincipals;
  private final boolean personas;

  /**
   * @param demo whether people may sign in as personas, if we listen on loopback only
   */
  public Login(
      OidcLogin.Parts parts, ApiTokens tokens, HttpSettings settings, Limits limits, boolean demo) {
    this.parts = parts;
    this.tokens = tokens;
    this.oidc = new OidcLogin(parts);
    this.cookie = new SessionCookie(settings);
    this.loginCookie = new LoginCookie(settings);
    this.forgery = new ForgeryGuard(settings);
    this.address = new OwnAddress(settings);
    this.sessionAudit = new SessionAudit(parts.auditStore());
    this.doorkeeper =
        new LoginDoorkeeper(
            parts.sessions(),
            tokens,
            cookie,
            forgery,
            parts.auditStore(),
            new Strangers(parts.db(), parts.clock(), limits.strangers()),
            limits,
            parts.clock());
    this.servicePrincipals = new ServicePrincipals(doorkeeper, parts.clock());
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
    var sessions = parts.sessions();
    new SessionRoutes(sessions, oidc, cookie, address, sessionAudit, personas).mount(routes);
    new OidcRoutes(oidc, sessions, cookie, loginCookie, address, doorkeeper).mount(routes);
    new ProviderRoutes(oidc, parts, address).mount(routes);
    new TokenRoutes(tokens).mount(routes);
    new WhoAmIRoutes().mount(routes);
    if (personas) {
      new DemoRoutes(
              new DemoPersonas(parts.people(), parts.members()),
              sessions,
              cookie,
              forgery,
              doorkeeper,
              sessionAudit)
          .mount(routes);
    }
  }
}
