package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Command;
import io.tunnelscope.app.commands.Verb;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens in Slack without anybody asking for it. Any thread. */
final class SlackEvents {
  private static final Logger log = LoggerFactory.getLogger(SlackEvents.class);
  private static final Set<String> SIGHTS = Set.of("app_home_opened", "link_shared");
  private static final int MOST_LINKS = 5;
  private static final int LONGEST_LINE = 600;

  private static final Text UNOPENED =
      new Text(
          "Slack did not open the form. Click again in a moment, or write: run TARGET",
          "Slack에서 양식을 열지 못했습니다. 잠시 후 다시 누르거나 run TARGET을 입력하세요.");

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Reception reception;
  private final Actions actions;
  private final Answers answers;

  SlackEvents(
      SlackIn.Parts parts,
      SlackIn.Stores stores,
      Reception reception,
      Actions actions,
      Answers answers) {
    this.parts = parts;
    this.stores = stores;
    this.reception = reception;
    this.actions = actions;
    this.answers = answers;
  }

  /** Whether there is something to be shown, for which Slack need not wait. */
  static boolean isSight(JsonObject envelope) {
    return SIGHTS.contains(Payloads.text(Payloads.object(envelope, "event"), "type"));
  }

  /** What ends something. Fails when it must come again. */
  Future<Void> happened(WorkspaceStore.Known workspace, JsonObject envelope) {
    var event = Payloads.object(envelope, "event");
    return switch (Payloads.text(event, "type")) {
      case "app_uninstalled" -> gone(workspace, envelope, "app_uninstalled");
      case "tokens_revoked" ->
          Payloads.object(event, "tokens").getValue("bot") instanceof JsonArray bots
                  && !bots.isEmpty()
              ? gone(workspace, envelope, "tokens_revoked")
              : Future.succeededFuture();
      case "user_change" -> changed(workspace, Payloads.object(event, "user"));
      default -> Future.succeededFuture();
    };
  }

  /**
   * Slack tries for minutes to tell it; the app may have been installed anew meanwhile.
   *
   * <p>Of a workspace that was cut off it is not listened to, however late it comes: we revoked its
   * token, and Slack may take that for the app's end. Its tokens are forgotten already, and who was
   * who there is to be known when it is installed again.
   */
  private Future<Void> gone(WorkspaceStore.Known workspace, JsonObject envelope, String why) {
    return workspace.isActive()
        ? stores
            .workspaces()
            .gone(workspace.tenant(), workspace.id(), why, Payloads.happenedBefore(envelope))
        : Future.succeededFuture();
  }

  /** The Home, or what stands behind a link. Nobody is the worse if it fails: never does. */
  Future<Void> show(
      WorkspaceStore.Known workspace, JsonObject envelope, Origin origin, Patience patience) {
    var event = Payloads.object(envelope, "event");
    var shown =
        "link_shared".equals(Payloads.text(event, "type"))
            ? shared(workspace, envelope, event, origin, patience)
            : home(workspace, envelope, event, origin, patience);
    return shown.recover(
        failure -> {
          log.atWarn().addKeyValue("failure", failure).log("not shown");
          return Future.succeededFuture();
        });
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
      WorkspaceStore.Known workspace,
      JsonObject envelope,
      JsonObject event,
      Origin origin,
      Patience patience) {
    var user = Payloads.text(event, "user");
    if (!workspace.isActive() || !"home".equals(Payloads.text(event, "tab"))) {
      return Future.succeededFuture();
    }
    return visitor(workspace, envelope, user, user, true, origin)
        .compose(
            caller ->
                caller
                    .map(visitor -> home(workspace, visitor, user, patience))
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> home(
      WorkspaceStore.Known workspace, Caller caller, String user, Patience patience) {
    return patience
        .whileStill(room(caller)::isAsItWas)
        .untilDone(
            () ->
                Future.all(runs(workspace, caller), wishes(workspace, caller, user))
                    .map(
                        all ->
                            HomeView.of(
                                caller, site(caller), all.<List<Run>>resultAt(0), all.resultAt(1)))
                    .compose(view -> publish(workspace, user, view)))
        .map(SlackEvents::noted)
        .recover(SlackEvents::letGo);
  }

  private Future<SlackAnswer> publish(
      WorkspaceStore.Known workspace, String user, JsonObject view) {
    return parts
        .calls()
        .once(
            workspace,
            SlackMethod.PUBLISH_HOME,
            Optional.empty(),
            token -> parts.client().publishHome(token, user, view));
  }

  /** Who sees it may not any more, or another node is at it: nothing is left to do. */
  private static Future<Void> letGo(Throwable failure) {
    return failure instanceof Patience.Ended
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  private static Void noted(SlackAnswer answer) {
    if (!(answer instanceof SlackAnswer.Sent)) {
      log.atWarn().addKeyValue("answer", answer).log("Slack did not show it");
    }
    return null;
  }

  private Future<List<Run>> runs(WorkspaceStore.Known workspace, Caller caller) {
    return caller.may(Verb.STATUS)
        ? parts.runs().list(workspace.tenant(), RunFilter.all(), Optional.empty(), HomeView.RUNS)
        : Future.succeededFuture(List.of());
  }

  private Future<List<ChannelSubscriptionStore.Told>> wishes(
      WorkspaceStore.Known workspace, Caller caller, String user) {
    return caller.may(Verb.SUBSCRIBE)
        ? parts.subscriptions().wishedBy(workspace.tenant(), workspace.id(), user, HomeView.WISHES)
        : Future.succeededFuture(List.of());
  }

  /** Only where the sharer may see the run and everybody in the channel too. */
  private Future<Void> shared(
      WorkspaceStore.Known workspace,
      JsonObject envelope,
      JsonObject event,
      Origin origin,
      Patience patience) {
    var channel = Payloads.text(event, "channel");
    var user = Payloads.text(event, "user");
    if (!workspace.isActive() || channel.isEmpty() || user.isEmpty()) {
      return Future.succeededFuture();
    }
    return visitor(workspace, envelope, user, channel, false, origin)
        .compose(
            caller ->
                caller
                    .filter(visitor -> visitor.may(Verb.WHY))
                    .map(visitor -> shown(workspace, visitor, event, patience))
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> shown(
      WorkspaceStore.Known workspace, Caller visitor, JsonObject event, Patience patience) {
    var channel = Payloads.text(event, "channel");
    return told(visitor, links(event, site(visitor)))
        .compose(
            unfurls ->
                unfurls.isEmpty()
                    ? Future.succeededFuture()
                    : unfurl(
                        workspace,
                        channel,
                        Payloads.text(event, "message_ts"),
                        unfurls,
                        patience.whileStill(room(visitor)::isAsItWas)));
  }

  private Future<Void> unfurl(
      WorkspaceStore.Known workspace,
      String channel,
      String ts,
      JsonObject unfurls,
      Patience patience) {
    return patience
        .untilDone(
            () ->
                parts
                    .calls()
                    .once(
                        workspace,
                        SlackMethod.UNFURL,
                        Optional.empty(),
                        token -> parts.client().unfurl(token, channel, ts, unfurls)))
        .map(SlackEvents::noted)
        .recover(SlackEvents::letGo);
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

  /** What is shown of a link. */
  static JsonObject unfurl(Answer.Said said) {
    var blocks = new Blocks();
    said.lines().stream()
        .limit(2)
        .map(line -> SlackText.of(line, LONGEST_LINE))
        .filter(line -> !line.isEmpty())
        .forEach(blocks::section);
    return new JsonObject().put("blocks", blocks.done());
  }

  /**
   * The form asks nothing of the tenant; what is said in it is looked at when it is sent. It opens
   * within seconds or not at all, so it is tried once; who asked is told if that fails.
   */
  Future<Void> openForm(WorkspaceStore.Known workspace, Ask ask, Origin origin, Patience patience) {
    if (!workspace.isActive() || ask.trigger().isEmpty()) {
      return Future.succeededFuture();
    }
    return reception
        .visitor(workspace, ask, origin)
        .map(
            caller ->
                caller.map(visitor -> RunForm.of(visitor.language())).orElseGet(RunForm::tooFast))
        .compose(
            view ->
                parts
                    .calls()
                    .once(
                        workspace,
                        SlackMethod.OPEN_VIEW,
                        Optional.empty(),
                        token -> parts.client().openView(token, ask.trigger().get(), view)))
        .compose(
            answer ->
                answer instanceof SlackAnswer.Sent
                    ? Future.succeededFuture()
                    : answers.bring(
                        ask, Reception.plain(Optional.of(workspace), UNOPENED), patience));
  }

  private Future<Optional<Caller>> visitor(
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
            Optional.empty(),
            direct,
            Optional.empty(),
            Optional.empty(),
            Payloads.text(envelope, "event_id"),
            new Ask.What.Line(""));
    return reception.visitor(workspace, ask, origin);
  }

  private static SlackRoom room(Caller caller) {
    return (SlackRoom) caller.room();
  }

  private static Site site(Caller caller) {
    return room(caller).site();
  }
}
