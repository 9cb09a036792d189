package io.tunnelscope.app.http;

import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The route table. Nothing can be mounted without saying who may use it; whoever may not is turned
 * away before the body is read. A handler that throws, or calls {@code ctx.fail}, is answered by
 * {@link Problems}.
 *
 * <p>Mount everything at start, on one thread.
 */
public final class Routes {
  /** Answers a request of a member whose role has the permission of the route. */
  @FunctionalInterface
  public interface TenantHandler {
    void handle(RoutingContext ctx, Principal who);
  }

  /** Answers a member who is signed in with a browser. */
  @FunctionalInterface
  public interface SessionHandler {
    void handle(RoutingContext ctx, Principal who, Session session);
  }

  private static final String TENANT_SCOPE = "/api/v1/t/:tenant";
  private static final long BODY_LIMIT = 1 << 20;
  private static final long BODY_MILLIS = 20_000;
  private static final String MEMBER = "tunnelscope.member";
  private static final String SESSION = "tunnelscope.session";

  private final Router router;
  private final Doorkeeper doorkeeper;
  private final BodyHandler body =
      BodyHandler.create(false).setBodyLimit(BODY_LIMIT).setDeleteUploadedFilesOnEnd(true);
  private final List<Route> table = new ArrayList<>();

  public Routes(Router router, Doorkeeper doorkeeper) {
    this.router = router;
    this.doorkeeper = doorkeeper;
  }

  /** For anybody. {@code path} is whole. */
  public void open(HttpMethod method, String path, Handler<RoutingContext> handler) {
    add(new Route(method, path, new Access.Open()), this::readBody, handler);
  }

  /**
   * For a program that signs what it sends, to the letter: the handler gets the body as it came. A
   * longer one is refused. {@code path} is whole.
   */
  public void openRaw(
      HttpMethod method, String path, int mostBytes, BiConsumer<RoutingContext, Buffer> handler) {
    add(new Route(method, path, new Access.Open()), ctx -> readRaw(ctx, mostBytes, handler));
  }

  /**
   * For a member of a tenant that the path does not name, with a browser's session: navigations
   * that lead out of our pages and back. {@code path} is whole.
   *
   * @param slug of the tenant, empty when the request names none
   */
  public void inNamedTenant(
      HttpMethod method,
      String path,
      Permission permission,
      Function<RoutingContext, String> slug,
      SessionHandler handler) {
    add(
        new Route(method, path, new Access.InNamedTenant(permission)),
        this::admitSession,
        ctx -> admit(ctx, doorkeeper.member(ctx, slug.apply(ctx)), permission),
        this::readBody,
        ctx -> handler.handle(ctx, ctx.get(MEMBER), ctx.get(SESSION)));
  }

  /** For a person with a session, in no tenant. {@code path} is whole. */
  public void signedIn(
      HttpMethod method, String path, BiConsumer<RoutingContext, Session> handler) {
    add(
        new Route(method, path, new Access.SignedIn()),
        this::admitSession,
        this::readBody,
        ctx -> handler.accept(ctx, ctx.get(SESSION)));
  }

  /** For members of the tenant. {@code path} is relative to {@code /api/v1/t/:tenant}. */
  public void inTenant(
      HttpMethod method, String path, Permission permission, TenantHandler handler) {
    add(
        new Route(method, TENANT_SCOPE + path, new Access.InTenant(permission)),
        ctx -> admitMember(ctx, permission),
        this::readBody,
        ctx -> handler.handle(ctx, ctx.get(MEMBER)));
  }

  /**
   * For programs with an API token, in the tenant of the token: nothing in the path names one.
   * {@code path} is whole; its case does not matter.
   */
  public void byToken(
      HttpMethod method, String path, Permission permission, TenantHandler handler) {
    add(
        new Route(method, path, new Access.ByToken(permission)),
        router.routeWithRegex(method, anyCase(path)),
        ctx -> admitProgram(ctx, permission),
        this::readBody,
        ctx -> handler.handle(ctx, ctx.get(MEMBER)));
  }

  /**
   * Requests whose path matches fail in that shape, whoever refuses them. What no route that is
   * mounted by {@code mount} takes is not found there, rather than a page.
   *
   * @param pathPattern of the whole path, without its query
   */
  public void inShape(String pathPattern, FailureShape shape, Runnable mount) {
    router
        .routeWithRegex(pathPattern)
        .order(-1) // before everything that may refuse
        .handler(
            ctx -> {
              Problems.shape(ctx, shape);
              ctx.next();
            });
    mount.run();
    router.routeWithRegex(pathPattern).handler(ctx -> ctx.fail(new Refusal.NotFound()));
  }

  /**
   * A POST of many bytes for members of the tenant: the handler gets {@code ctx.request()} paused
   * and unread, and keeps its own limits of bytes and time.
   */
  public void upload(String path, Permission permission, TenantHandler handler) {
    add(
        new Route(HttpMethod.POST, TENANT_SCOPE + path, new Access.InTenant(permission)),
        ctx -> admitMember(ctx, permission),
        ctx -> handler.handle(ctx, ctx.get(MEMBER)));
  }

  /** Everything that is mounted, in the order of mounting. */
  public List<Route> table() {
    return List.copyOf(table);
  }

  @SafeVarargs
  private void add(Route entry, Handler<RoutingContext>... handlers) {
    add(entry, router.route(entry.method(), entry.path()), handlers);
  }

  @SafeVarargs
  private void add(
      Route entry, io.vertx.ext.web.Route mounted, Handler<RoutingContext>... handlers) {
    table.add(entry);
    mounted.setName(entry.path());
    for (var handler : handlers) {
      mounted.handler(handler);
    }
  }

  private static String anyCase(String path) {
    return Arrays.stream(path.substring(1).split("/"))
        .map(part -> part.startsWith(":") ? group(part.substring(1)) : Pattern.quote(part))
        .collect(Collectors.joining("/", "(?i)/", "/?"));
  }

  private static String group(String parameter) {
    return "(?<" + parameter + ">[^/]+)";
  }

  private void admitSession(RoutingContext ctx) {
    admit(ctx, SESSION, doorkeeper.session(ctx));
  }

  private void admitMember(RoutingContext ctx, Permission permission) {
    admit(ctx, doorkeeper.member(ctx, ctx.pathParam("tenant")), permission);
  }

  private void admitProgram(RoutingContext ctx, Permission permission) {
    admit(ctx, doorkeeper.program(ctx), permission);
  }

  private void admit(RoutingContext ctx, Future<Principal> asking, Permission permission) {
    var admitted =
        asking.compose(
            who ->
                who.may(permission) ? Future.succeededFuture(who) : refuse(ctx, who, permission));
    admit(ctx, MEMBER, admitted);
  }

  private Future<Principal> refuse(RoutingContext ctx, Principal who, Permission missing) {
    return doorkeeper
        .refused(ctx, who, missing)
        .transform(_ -> Future.failedFuture(new Refusal.NotAllowed(notAllowed(who, missing))));
  }

  private static Text notAllowed(Principal who, Permission missing) {
    if (who.role().may(missing)) {
      return new Text(
          "This API token lacks the scope " + missing.wire() + ". Use one that has it.",
          "이 API 토큰에는 " + missing.wire() + " 범위가 없습니다. 해당 범위가 있는 토큰을 사용하세요.");
    }
    return new Text(
        "Your role (" + who.role().wire() + ") may not do this. Ask an admin of the tenant.",
        "현재 역할(" + who.role().wire() + ")로는 할 수 없는 작업입니다. 테넌트 관리자에게 문의하세요.");
  }

  private static void admit(RoutingContext ctx, String key, Future<?> admitted) {
    ctx.request().pause(); // else what arrives while the database is asked is lost
    admitted
        .onSuccess(
            who -> {
              ctx.put(key, who);
              ctx.next();
            })
        .onFailure(ctx::fail);
  }

  private void readBody(RoutingContext ctx) {
    var request = ctx.request();
    if (HttpMethod.GET.equals(request.method()) || request.isEnded()) {
      request.resume();
      ctx.next();
      return;
    }
    // The idle time-out alone would let somebody send a byte now and then for ever.
    long timer = ctx.vertx().setTimer(BODY_MILLIS, _ -> giveUp(ctx));
    ctx.addEndHandler(_ -> ctx.vertx().cancelTimer(timer));
    body.handle(ctx);
    request.resume();
  }

  private static void readRaw(
      RoutingContext ctx, int mostBytes, BiConsumer<RoutingContext, Buffer> handler) {
    long timer = ctx.vertx().setTimer(BODY_MILLIS, _ -> giveUp(ctx));
    ctx.addEndHandler(_ -> ctx.vertx().cancelTimer(timer));
    var body = Buffer.buffer();
    ctx.request()
        .handler(
            part -> {
              if (ctx.failed()) {
                return;
              }
              body.appendBuffer(part);
              if (body.length() > mostBytes) {
                ctx.fail(413);
              }
            })
        .endHandler(
            _ -> {
              if (!ctx.failed()) {
                accept(ctx, body, handler);
              }
            });
  }

  /** The router is done by then: nobody else would answer for what is thrown here. */
  private static void accept(
      RoutingContext ctx, Buffer body, BiConsumer<RoutingContext, Buffer> handler) {
    try {
      handler.accept(ctx, body);
    } catch (RuntimeException e) {
      ctx.fail(e);
    }
  }

  private static void giveUp(RoutingContext ctx) {
    if (!ctx.request().isEnded()) {
      ctx.request().connection().close();
    }
  }
}
