package io.tunnelscope.app.login;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.login.Admission.Admitted;
import io.tunnelscope.app.login.LoginRefused.Reason;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.settings.OidcSettings;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Signing in through an identity provider: the code flow of OpenID Connect with PKCE. An attempt is
 * stored when it leaves, bound to its browser, taken out before anything of the answer is looked
 * at, and comes to a session only when every check holds. Safe for any thread.
 */
public final class OidcLogin {
  /**
   * What it works with.
   *
   * @param envelope opens the secrets of tenants
   * @param provider of the installation; empty when tenants bring their own or nobody signs in so
   * @param egressAllow host:port that may be reached besides public addresses
   */
  public record Parts(
      Vertx vertx,
      Db db,
      AuditLog audit,
      AuditStore auditStore,
      PersonStore people,
      MembershipStore members,
      Sessions sessions,
      Envelope envelope,
      Optional<OidcSettings> provider,
      List<String> egressAllow,
      Clock clock,
      Supplier<UUID> ids,
      SecureRandom random) {}

  /**
   * Where to send the browser, and what it must bring back.
   *
   * @param browser for its cookie
   */
  record Left(String address, String browser) {
    @Override
    public String toString() {
      return "Left[]";
    }
  }

  /** Somebody with a session. */
  record Arrived(SessionKey key, ReturnPath returnPath) {}

  /** How long one may take at the provider. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int LONGEST_CODE = 4_000;
  private static final int LONGEST_KEPT_TOKEN = 8_192;
  private static final int LONGEST_REDIRECT = 500;

  private final Optional<IdentityProvider> installation;
  private final IdentityProviderStore providerStore;
  private final TenantProviders tenantProviders;
  private final LoginAttemptStore attempts;
  private final Providers providers;
  private final AuthorizeUrl authorizeUrl;
  private final CodeExchange exchange;
  private final IdTokenCheck check;
  private final Admission admission;
  private final LoginRefusals refusals;
  private final SessionAudit sessionAudit;
  private final Sessions sessions;
  private final Clock clock;
  private final SecureRandom random;

  public OidcLogin(Parts parts) {
    var calls = new ProviderCalls(parts.vertx(), parts.provider(), parts.egressAllow());
    this.installation = parts.provider().map(IdentityProvider::of);
    this.providerStore = new IdentityProviderStore(parts.db(), parts.audit());
    this.tenantProviders = new TenantProviders(providerStore, parts.envelope());
    this.attempts = new LoginAttemptStore(parts.db());
    this.providers = new Providers(calls, parts.clock());
    this.authorizeUrl = new AuthorizeUrl(parts.vertx());
    this.exchange = new CodeExchange(calls);
    this.check = new IdTokenCheck(parts.vertx(), providers, parts.clock());
    this.admission =
        new Admission(
            parts.people(),
            parts.members(),
            new RoleMappingStore(parts.db(), parts.audit()),
            parts.sessions());
    this.refusals =
        new LoginRefusals(
            new LoginRefusalStore(parts.db()), parts.auditStore(), parts.clock(), parts.ids());
    this.sessionAudit = new SessionAudit(parts.auditStore());
    this.sessions = parts.sessions();
    this.clock = parts.clock();
    this.random = parts.random();
  }

  /**
   * Begins an attempt. Fails with {@link LoginRefused}, which is written down then.
   *
   * @param slug of the tenant that the person wants; what the return path says when empty
   * @param base how browsers reach us: scheme, host and port; empty when that is not certain
   */
  Future<Left> begin(
      Optional<String> slug, ReturnPath returnPath, Optional<String> base, Origin origin) {
    return wanted(slug.or(returnPath::tenant))
        .compose(
            tenant ->
                providerOf(tenant)
                    .compose(
                        provider ->
                            leave(provider, tenant, returnPath, base)
                                .recover(
                                    failure ->
                                        refused(
                                            failure,
                                            Optional.of(provider.issuer()),
                                            tenant,
                                            origin)),
                        failure -> refused(failure, Optional.empty(), tenant, origin)));
  }

  /** Ends an attempt. Fails with {@link LoginRefused}, which is written down then. */
  Future<Arrived> finish(ProviderAnswer answer, Origin origin) {
    return attempts
        .take(Unguessable.hash(answer.state()))
        .compose(
            found ->
                found.isPresent()
                    ? finish(found.get(), answer, origin)
                    : refused(
                        new LoginRefused(Reason.STATE_UNKNOWN),
                        Optional.empty(),
                        Optional.empty(),
                        origin));
  }

  TenantProviders ofTenants() {
    return tenantProviders;
  }

  /** Whether the provider says of itself what is needed to sign in by it; asks it anew. */
  Future<ProviderCheck> check(IdentityProvider provider) {
    return providers
        .fetchDocument(provider)
        .compose(
            document ->
                providers
                    .fetchPublicKeys(provider, document.keys())
                    .<ProviderCheck>map(new ProviderCheck.Good())
                    .recover(failure -> failed(ProviderCheck.Step.KEYS, failure)),
            failure -> failed(ProviderCheck.Step.DOCUMENT, failure));
  }

  private static Future<ProviderCheck> failed(ProviderCheck.Step step, Throwable failure) {
    return failure instanceof LoginRefused refused
        ? Future.succeededFuture(new ProviderCheck.Bad(step, refused.reason()))
        : Future.failedFuture(failure);
  }

  /** Writes down an answer that could not even be read, and fails with its refusal. */
  <T> Future<T> refused(LoginRefused refused, Origin origin) {
    return refused(refused, Optional.empty(), Optional.empty(), origin);
  }

  /**
   * Where the person signs out of the provider too (OpenID Connect RP-Initiated Logout 1.0); empty
   * when it offers no such place or does not answer. Never fails.
   *
   * @param back where the provider sends them then
   */
  Future<Optional<String>> endSession(SessionStore.Proof proof, String back) {
    if (proof.idToken().isEmpty()) {
      return Future.succeededFuture(Optional.empty()); // no provider vouched for it
    }
    return providerOfAttempt(proof.onlyTenant())
        .compose(
            provider ->
                providers
                    .document(provider)
                    .map(
                        document ->
                            document
                                .endSession()
                                .map(
                                    address ->
                                        EndSessionUrl.of(
                                            address, provider, proof.idToken().get(), back))))
        .otherwise(Optional.empty());
  }

  private Future<Optional<TenantId>> wanted(Optional<String> slug) {
    return slug.map(providerStore::tenant).orElse(Future.succeededFuture(Optional.empty()));
  }

  /** The tenant's own, else that of the installation. */
  private Future<IdentityProvider> providerOf(Optional<TenantId> tenant) {
    return tenant
        .map(tenantProviders::beforeSignIn)
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(own -> own.or(() -> installation))
        .map(found -> found.orElseThrow(() -> new LoginRefused(Reason.NOT_SET_UP)));
  }

  /** The one that was asked; it may be gone since. */
  private Future<IdentityProvider> providerOfAttempt(Optional<TenantId> owner) {
    return owner
        .map(tenantProviders::beforeSignIn)
        .orElse(Future.succeededFuture(installation))
        .map(found -> found.orElseThrow(() -> new LoginRefused(Reason.NOT_SET_UP)));
  }

  private Future<Left> leave(
      IdentityProvider provider,
      Optional<TenantId> tenant,
      ReturnPath returnPath,
      Optional<String> base) {
    var redirect = base.map(origin -> origin + provider.callbackPath()).orElse("");
    if (redirect.isEmpty() || redirect.length() > LONGEST_REDIRECT) {
      return Future.failedFuture(new LoginRefused(Reason.NOT_SET_UP));
    }
    var state = Unguessable.fresh(random);
    var browser = Unguessable.fresh(random);
    var now = clock.instant();
    var attempt =
        new LoginAttempt(
            Unguessable.hash(browser),
            Unguessable.fresh(random),
            Unguessable.fresh(random),
            provider.tenant(),
            tenant,
            redirect,
            returnPath,
            now.plus(PATIENCE));
    return providers
        .document(provider)
        .compose(
            document ->
                attempts
                    .add(Unguessable.hash(state), attempt, now)
                    .map(
                        _ ->
                            new Left(
                                authorizeUrl.of(provider, document, attempt, state), browser)));
  }

  private Future<Arrived> finish(LoginAttempt attempt, ProviderAnswer answer, Origin origin) {
    return providerOfAttempt(attempt.provider())
        .compose(
            provider ->
                Future.<Void>future(
                        promise -> {
                          checkBrowser(provider, attempt, answer);
                          promise.complete();
                        })
                    .compose(_ -> arrive(provider, attempt, answer, origin))
                    .recover(
                        failure ->
                            refused(
                                failure, Optional.of(provider.issuer()), attempt.wanted(), origin)),
            failure -> refused(failure, Optional.empty(), attempt.wanted(), origin));
  }

  private void checkBrowser(
      IdentityProvider provider, LoginAttempt attempt, ProviderAnswer answer) {
    var browser = answer.browser().orElseThrow(() -> new LoginRefused(Reason.COOKIE_MISSING));
    if (!Unguessable.hash(browser).equals(attempt.browserHash())) {
      throw new LoginRefused(Reason.OTHER_BROWSER);
    }
    if (!attempt.expiresAt().isAfter(clock.instant())) {
      throw new LoginRefused(Reason.ATTEMPT_EXPIRED);
    }
    if (!answer.path().equals(provider.callbackPath())) {
      throw new LoginRefused(Reason.OTHER_CALLBACK);
    }
  }

  private Future<Arrived> arrive(
      IdentityProvider provider, LoginAttempt attempt, ProviderAnswer answer, Origin origin) {
    return providers
        .document(provider)
        .compose(
            document ->
                exchange
                    .idToken(provider, document, attempt, code(provider, document, answer))
                    .compose(
                        text -> check.verify(provider, document.keys(), text, attempt.nonce())))
        .compose(token -> enter(provider, token, attempt, origin));
  }

  /** The code, once it is certain who sent it. */
  private static String code(
      IdentityProvider provider, ProviderDocument document, ProviderAnswer answer) {
    if (answer.issuer().isEmpty() && document.namesItself()) {
      throw new LoginRefused(Reason.ISSUER_PARAMETER_MISSING);
    }
    if (!answer.issuer().stream().allMatch(provider.issuer()::equals)) {
      throw new LoginRefused(Reason.ISSUER_PARAMETER_WRONG);
    }
    if (answer.error().isPresent()) {
      throw new LoginRefused(Reason.PROVIDER_SAID_NO);
    }
    return answer
        .code()
        .filter(code -> code.length() <= LONGEST_CODE)
        .orElseThrow(() -> new LoginRefused(Reason.CODE_MISSING));
  }

  private Future<Arrived> enter(
      IdentityProvider provider, IdToken token, LoginAttempt attempt, Origin origin) {
    return admission
        .admit(provider, token, origin)
        .compose(
            admitted ->
                admitted.memberships().isEmpty()
                    ? Future.failedFuture(new LoginRefused(Reason.NO_MEMBERSHIP))
                    : start(provider, token, admitted, origin))
        .map(key -> new Arrived(key, attempt.returnPath()));
  }

  private Future<SessionKey> start(
      IdentityProvider provider, IdToken token, Admitted admitted, Origin origin) {
    var kept = Optional.of(token.text()).filter(text -> text.length() <= LONGEST_KEPT_TOKEN);
    // Written down first: whoever is not in the audit is not in.
    return sessionAudit
        .started(admitted.person(), provider.issuer(), admitted.memberships(), origin)
        .compose(
            _ ->
                sessions.start(
                    admitted.person().id(), new SessionStore.Proof(provider.tenant(), kept)));
  }

  private <T> Future<T> refused(
      Throwable failure, Optional<String> issuer, Optional<TenantId> tenant, Origin origin) {
    return failure instanceof LoginRefused refused
        ? refusals.note(refused, issuer, tenant, origin).compose(_ -> Future.failedFuture(refused))
        : Future.failedFuture(failure);
  }
}
