package io.tunnelscope.app.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.login.Unguessable;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What admins settle about Slack, and where a member says which Slack user they are. */
final class SlackAdminRoutes {
  private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{1,40}");
  private static final int LONGEST_NAME = 200;

  private final SlackIn.Stores stores;
  private final SlackCutOff cutOff;
  private final Supplier<String> origin;
  private final Optional<SlackSettings> settings;
  private final Clock clock;

  SlackAdminRoutes(
      SlackIn.Stores stores,
      SlackCutOff cutOff,
      Supplier<String> origin,
      Optional<SlackSettings> settings,
      Clock clock) {
    this.stores = stores;
    this.cutOff = cutOff;
    this.origin = origin;
    this.settings = settings;
    this.clock = clock;
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record ListJson<T>(List<T> items, String next) {
    /** All there are. */
    static <T> ListJson<T> of(List<T> items) {
      return new ListJson<>(items, null);
    }
  }

  /**
   * @param installable whether this installation has an app that workspaces can be given
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record WorkspacesJson(List<WorkspaceJson> items, String next, boolean installable) {}

  /**
   * @param endsAt of the bot's token; absent: it has no end
   * @param renewalRefused Slack's word for why it gives no further one; absent: nothing is wrong
   */
  private record WorkspaceJson(
      UUID id,
      String name,
      String team,
      String enterprise,
      String state,
      String installedBy,
      Instant installedAt,
      Instant endsAt,
      String renewalRefused) {
    static WorkspaceJson of(Workspace workspace) {
      return new WorkspaceJson(
          workspace.id(),
          workspace.name(),
          workspace.home().team(),
          workspace.home().enterprise(),
          workspace.state().wire(),
          workspace.installedBy(),
          workspace.installedAt(),
          workspace.endsAt().orElse(null),
          workspace.refused().orElse(null));
    }
  }

  private record ChannelJson(
      UUID workspace,
      String channel,
      String name,
      String ceiling,
      String boundBy,
      Instant boundAt) {
    static ChannelJson of(ChannelBinding binding) {
      return new ChannelJson(
          binding.channel().workspace(),
          binding.channel().id(),
          binding.name(),
          binding.ceiling().wire(),
          binding.boundBy(),
          binding.boundAt());
    }
  }

  private record LinkJson(String workspace, String slackUser, String slackName, Instant expiresAt) {
    static LinkJson of(SlackAccountStore.Link link) {
      return new LinkJson(link.workspaceName(), link.user(), link.userName(), link.until());
    }
  }

  void mount(Routes routes) {
    routes.inTenant(HttpMethod.GET, "/slack/workspaces", Permission.MANAGE, this::workspaces);
    routes.inTenant(
        HttpMethod.DELETE, "/slack/workspaces/:workspace", Permission.MANAGE, this::cutOff);
    routes.inTenant(HttpMethod.GET, "/slack/manifest", Permission.MANAGE, this::manifest);
    routes.inTenant(HttpMethod.GET, "/slack/channels", Permission.MANAGE, this::channels);
    routes.inTenant(
        HttpMethod.PUT, "/slack/channels/:workspace/:channel", Permission.MANAGE, this::bind);
    routes.inTenant(
        HttpMethod.DELETE, "/slack/channels/:workspace/:channel", Permission.MANAGE, this::unbind);
    routes.inTenant(HttpMethod.GET, "/slack/links/:link", Permission.READ, this::look);
    routes.inTenant(HttpMethod.POST, "/slack/links/:link", Permission.READ, this::confirm);
  }

  private void workspaces(RoutingContext ctx, Principal who) {
    stores
        .workspaces()
        .list(who.tenant())
        .map(
            all ->
                new WorkspacesJson(
                    all.stream().map(WorkspaceJson::of).toList(), null, isInstallable()))
        .onSuccess(list -> Answer.ok(ctx, list))
        .onFailure(ctx::fail);
  }

  private boolean isInstallable() {
    return settings.filter(given -> given.clientId().isPresent()).isPresent();
  }

  private void cutOff(RoutingContext ctx, Principal who) {
    cutOff
        .cutOff(who, Requests.origin(ctx), workspace(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void manifest(RoutingContext ctx, Principal who) {
    boolean socketMode = settings.filter(s -> s.appToken().isPresent()).isPresent();
    // Read again it is made of maps and lists alone, as wire records are.
    Answer.ok(ctx, new JsonObject(Manifest.of(origin.get(), socketMode).encode()).getMap());
  }

  private void channels(RoutingContext ctx, Principal who) {
    stores
        .channels()
        .list(who.tenant())
        .map(all -> ListJson.of(all.stream().map(ChannelJson::of).toList()))
        .onSuccess(list -> Answer.ok(ctx, list))
        .onFailure(ctx::fail);
  }

  private void bind(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var name = fields.text("name");
    if (name.length() > LONGEST_NAME) {
      fields.complainAbout(
          "name",
          new Text("must be at most " + LONGEST_NAME + " characters", LONGEST_NAME + "자 이하여야 합니다"));
    }
    var ceiling =
        fields.parsed(
            "ceiling",
            Role::parse,
            "viewer, operator, auditor or admin",
            "viewer, operator, auditor, admin 중 하나");
    fields.throwIfInvalid();
    stores
        .channels()
        .put(who, Requests.origin(ctx), channel(ctx), name, ceiling.orElseThrow(), clock.instant())
        .onSuccess(bound -> Answer.ok(ctx, ChannelJson.of(bound)))
        .onFailure(ctx::fail);
  }

  private void unbind(RoutingContext ctx, Principal who) {
    stores
        .channels()
        .remove(who, Requests.origin(ctx), channel(ctx))
        .onSuccess(_ -> Answer.noContent(ctx))
        .onFailure(ctx::fail);
  }

  private void look(RoutingContext ctx, Principal who) {
    answer(ctx, stores.accounts().look(who.tenant(), link(ctx), clock.instant()));
  }

  /** A person alone is somebody; a token is not. */
  private void confirm(RoutingContext ctx, Principal who) {
    var hash = link(ctx);
    answer(
        ctx,
        who.kind() == Principal.Kind.PERSON
            ? stores
                .accounts()
                .confirm(who, Requests.origin(ctx), hash, Requests.language(ctx), clock.instant())
            : stores
                .accounts()
                .look(who.tenant(), hash, clock.instant())
                .compose(_ -> Future.failedFuture(noPerson())));
  }

  private static Refusal noPerson() {
    return new Refusal.NotAllowed(
        new Text("Sign in with a browser to link your account.", "계정을 연결하려면 브라우저로 로그인하세요."));
  }

  private static void answer(RoutingContext ctx, Future<SlackAccountStore.Link> link) {
    link.onSuccess(found -> Answer.ok(ctx, LinkJson.of(found))).onFailure(ctx::fail);
  }

  private static UUID workspace(RoutingContext ctx) {
    return Query.parseUuid(ctx.pathParam("workspace")).orElseThrow(Refusal.NotFound::new);
  }

  private static Channel channel(RoutingContext ctx) {
    var id = ctx.pathParam("channel");
    if (!CHANNEL.matcher(id).matches()) {
      throw new Refusal.NotFound();
    }
    return new Channel(workspace(ctx), id);
  }

  private static Buffer link(RoutingContext ctx) {
    var code = ctx.pathParam("link");
    if (!Unguessable.hasForm(code)) {
      throw new Refusal.NotFound();
    }
    return Unguessable.hash(code);
  }
}
