package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Command;
import io.tunnelscope.app.commands.Verb;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens in Slack without anybody asking for it. Any thread. */
final class SlackEvents {
  private static final Logger log = LoggerFactory.getLogger(SlackEvents.class);
  private static final int RUNS_AT_HOME = 8;
  private static final int MOST_LINKS = 5;
  private static final int LONGEST_LINE = 600;

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Reception reception;
  private final Actions actions;

  SlackEvents(SlackIn.Parts parts, SlackIn.Stores stores, Reception reception, Actions actions) {
    this.parts = parts;
    this.stores = stores;
    this.reception = reception;
    this.actions = actions;
  }

  /** Fails when it must come again. */
  Future<Void> happened(JsonObject envelope, Origin origin) {
    var event = Payloads.object(envelope, "event");
    return stores
        .workspaces()
        .known(Payloads.eventHome(envelope))
        .compose(
            known ->
                known
                    .map(workspace -> happened(workspace, envelope, event, origin))
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> happened(
      WorkspaceStore.Known workspace, JsonObject envelope, JsonObject event, Origin origin) {
    return switch (Payloads.text(event, "type")) {
      case "app_uninstalled" ->
          stores.workspaces().gone(workspace.tenant(), workspace.id(), "app_uninstalled");
      case "tokens_revoked" ->
          Payloads.object(event, "tokens").getValue("bot") instanceof JsonArray bots
                  && !bots.isEmpty()
              ? stores.workspaces().gone(workspace.tenant(), workspace.id(), "tokens_revoked")
              : Future.succeededFuture();
      case "user_change" -> changed(workspace, Payloads.object(event, "user"));
      case "app_home_opened" -> later(home(workspace, envelope, event, origin));
      case "link_shared" -> later(shared(workspace, envelope, event, origin));
      default -> Future.succeededFuture();
    };
  }

  /** Nobody is the worse if it fails, and Slack need not wait for it. */
  private static Future<Void> later(Future<Void> work) {
    work.onFailure(failure -> log.atWarn().addKeyValue("failure", failure).log("not shown"));
    return Future.succeededFuture();
  }

  /** Whoever left the workspace, or is a guest from now on, is nobody here. */
  private Future<Void> changed(WorkspaceStore.Known workspace, JsonObject user) {
    boolean outsider =
        List.of("deleted", "is_restricted", "is_ultra_restricted").stream()
            .anyMatch(name -> Boolean.TRUE.equals(user.getValue(name)));
    return outsider
        ? stores
            .accounts()
            .forget(
                workspace.tenant(),
                Optional.empty(),
                workspace.id(),
                Payloads.text(user, "id"),
                "no-member")
            .mapEmpty()
        : Future.succeededFuture();
  }

  private Future<Void> home(
      WorkspaceStore.Known workspace, JsonObject envelope, JsonObject event, Origin origin) {
    var user = Payloads.text(event, "user");
    if (!workspace.isActive() || !"home".equals(Payloads.text(event, "tab"))) {
      return Future.succeededFuture();
    }
    return visitor(workspace, envelope, user, user, true, origin)
        .compose(
            caller ->
                runs(workspace, caller)
                    .map(runs -> HomeView.of(caller, site(caller), runs))
                    .compose(
                        view ->
                            token(workspace)
                                .compose(
                                    token -> parts.calls().publishHome(token.text(), user, view))));
  }

  private Future<List<Run>> runs(WorkspaceStore.Known workspace, Caller caller) {
    return caller.may(Verb.STATUS)
        ? parts.runs().list(workspace.tenant(), RunFilter.all(), Optional.empty(), RUNS_AT_HOME)
        : Future.succeededFuture(List.of());
  }

  /** Only where the sharer may see the run and everybody in the channel too. */
  private Future<Void> shared(
      WorkspaceStore.Known workspace, JsonObject envelope, JsonObject event, Origin origin) {
    var channel = Payloads.text(event, "channel");
    var user = Payloads.text(event, "user");
    if (!workspace.isActive() || channel.isEmpty() || user.isEmpty()) {
      return Future.succeededFuture();
    }
    return visitor(workspace, envelope, user, channel, false, origin)
        .compose(
            caller ->
                caller.may(Verb.WHY)
                    ? told(caller, links(event, site(caller)))
                    : Future.succeededFuture(new JsonObject()))
        .compose(
            unfurls ->
                unfurls.isEmpty()
                    ? Future.succeededFuture()
                    : token(workspace)
                        .compose(
                            token ->
                                parts
                                    .calls()
                                    .unfurl(
                                        token.text(),
                                        channel,
                                        Payloads.text(event, "message_ts"),
                                        unfurls)));
  }

  /** Addresses of our runs, of that tenant. */
  private static Map<String, RunId> links(JsonObject event, Site site) {
    var runs = new LinkedHashMap<String, RunId>();
    var start = site.runs() + "/";
    if (event.getValue("links") instanceof JsonArray links) {
      links.stream()
          .limit(MOST_LINKS)
          .filter(JsonObject.class::isInstance)
          .map(link -> Payloads.text((JsonObject) link, "url"))
          .filter(url -> url.startsWith(start))
          .forEach(
              url ->
                  Query.parseUuid(url.substring(start.length()))
                      .ifPresent(id -> runs.put(url, new RunId(id))));
    }
    return runs;
  }

  private Future<JsonObject> told(Caller caller, Map<String, RunId> links) {
    var unfurls = new JsonObject();
    Future<Void> all = Future.succeededFuture();
    for (var link : links.entrySet()) {
      all =
          all.compose(
              _ ->
                  actions
                      .perform(caller, new Command.Why(link.getValue().toString()))
                      .map(
                          answer -> {
                            if (answer instanceof Answer.Said said) {
                              unfurls.put(link.getKey(), unfurl(said));
                            }
                            return null;
                          }));
    }
    return all.map(unfurls);
  }

  private static JsonObject unfurl(Answer.Said said) {
    var blocks = new Blocks();
    said.lines().stream()
        .limit(2)
        .map(line -> SlackText.of(line, LONGEST_LINE))
        .filter(line -> !line.isEmpty())
        .forEach(blocks::section);
    return new JsonObject().put("blocks", blocks.done());
  }

  /** The form asks nothing of the tenant; what is said in it is looked at when it is sent. */
  Future<Void> openForm(Ask ask, Origin origin) {
    return stores
        .workspaces()
        .known(ask.home())
        .compose(
            known ->
                known.filter(WorkspaceStore.Known::isActive).isPresent()
                        && ask.trigger().isPresent()
                    ? reception
                        .visitor(known.get(), ask, origin)
                        .compose(
                            caller ->
                                token(known.get())
                                    .compose(
                                        token ->
                                            parts
                                                .calls()
                                                .openView(
                                                    token.text(),
                                                    ask.trigger().get(),
                                                    RunForm.of(caller.language()))))
                    : Future.succeededFuture());
  }

  private Future<Caller> visitor(
      WorkspaceStore.Known workspace,
      JsonObject envelope,
      String user,
      String channel,
      boolean direct,
      Origin origin) {
    var ask =
        new Ask(
            Payloads.eventHome(envelope),
            user,
            channel,
            direct,
            Optional.empty(),
            Optional.empty(),
            Payloads.text(envelope, "event_id"),
            new Ask.What.Line(""));
    return reception.visitor(workspace, ask, origin);
  }

  private Future<BotToken> token(WorkspaceStore.Known workspace) {
    return parts
        .tokens()
        .token(workspace.tenant(), workspace.id())
        .map(found -> found.orElseThrow(SlackOauth::noAnswer));
  }

  private static Site site(Caller caller) {
    return ((SlackRoom) caller.room()).site();
  }
}
