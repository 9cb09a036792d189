package io.tunnelscope.app.runs;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.tunnelscope.app.http.Answer;
import io.tunnelscope.app.http.Cursor;
import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Page;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.http.Requests;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs over HTTP: start, list, look at, cancel, watch. */
public final class RunRoutes {
  private static final int LONGEST_KEY = 200;

  private static final Set<RunState> OPEN = EnumSet.of(RunState.QUEUED, RunState.RUNNING);
  private static final Text ONLY_OPEN =
      new Text(
          "goes with state=QUEUED or state=RUNNING; use requester for others",
          "state=QUEUED 또는 state=RUNNING과 함께 사용합니다. 그 밖에는 requester를 사용하십시오");

  private final Runs runs;
  private final RunStore store;
  private final RunEvents events;

  public RunRoutes(Runs runs, RunStore store, RunEvents events) {
    this.runs = runs;
    this.store = store;
    this.events = events;
  }

  public void mount(Routes routes) {
    routes.inTenant(POST, "/runs", Permission.START_RUN, this::start);
    routes.inTenant(GET, "/runs", Permission.READ, this::list);
    routes.inTenant(GET, "/runs/:run", Permission.READ, this::show);
    routes.inTenant(POST, "/runs/:run/cancel", Permission.START_RUN, this::cancel);
    routes.inTenant(GET, "/runs/:run/events", Permission.READ, this::events);
  }

  /** What a start is answered with. */
  record StartedJson(String id, String state, String target) {}

  private void start(RoutingContext ctx, Principal who) {
    var fields = Fields.of(ctx);
    var target = fields.text("target");
    var active = fields.flag("active", false);
    fields.throwIfInvalid();
    var asked =
        new StartRun(
            who,
            Optional.of(Requests.origin(ctx)),
            target,
            active,
            source(ctx, who),
            idempotencyKey(ctx));
    runs.start(asked)
        .onSuccess(
            started ->
                Answer.accepted(
                    ctx,
                    "/api/v1/t/" + ctx.pathParam("tenant") + "/runs/" + started.id(),
                    new StartedJson(
                        started.id().toString(), started.state().name(), started.target().value())))
        .onFailure(ctx::fail);
  }

  private static Source source(RoutingContext ctx, Principal who) {
    if (who.kind() == Principal.Kind.PERSON) {
      return Source.USER;
    }
    return "cli".equals(ctx.request().getHeader("X-Tunnelscope-Client")) ? Source.CLI : Source.API;
  }

  private static Optional<String> idempotencyKey(RoutingContext ctx) {
    var key = ctx.request().getHeader("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      var text = new Text("must have 1 to 200 characters", "1자 이상 200자 이하여야 합니다");
      throw new Refusal.Invalid(text, List.of(new Complaint("Idempotency-Key", text)));
    }
    return Optional.of(key);
  }

  private void list(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    var asked = RunFilterQuery.read(query, query.text("target"));
    boolean mine = query.flag("mine").orElse(false);
    if (mine && !asked.state().filter(OPEN::contains).isPresent()) {
      // Of all that ever was there is no index by who asked; by a name there is one.
      query.complainAbout("mine", ONLY_OPEN);
    }
    var filter = mine ? asked.by(who.id()) : asked;
    int limit = query.limit();
    var before = query.cursor(1).flatMap(cursor -> Query.parseUuid(cursor.key().getFirst()));
    query.throwIfInvalid();
    var language = Requests.language(ctx);
    store
        .list(who.tenant(), filter, before.map(RunId::new), limit + 1)
        .onSuccess(
            found ->
                Answer.ok(
                    ctx,
                    Page.of(
                        found,
                        limit,
                        run -> Cursor.of(run.id().toString()),
                        run -> RunSummaryJson.of(run, language))))
        .onFailure(ctx::fail);
  }

  private void show(RoutingContext ctx, Principal who) {
    runs.details(who.tenant(), runId(ctx))
        .onSuccess(details -> Answer.ok(ctx, RunJson.of(details, Requests.language(ctx))))
        .onFailure(ctx::fail);
  }

  private void cancel(RoutingContext ctx, Principal who) {
    runs.cancel(who, Optional.of(Requests.origin(ctx)), runId(ctx))
        .onSuccess(
            run ->
                Answer.accepted(
                    ctx,
                    "/api/v1/t/" + ctx.pathParam("tenant") + "/runs/" + run.id(),
                    RunSummaryJson.of(run, Requests.language(ctx))))
        .onFailure(ctx::fail);
  }

  private void events(RoutingContext ctx, Principal who) {
    var query = Query.of(ctx);
    int asked = query.number("after", 0, 0, Integer.MAX_VALUE);
    query.throwIfInvalid();
    int after = lastEventId(ctx).orElse(asked);
    store
        .get(who.tenant(), runId(ctx))
        .onSuccess(
            run -> {
              if (wantsJson(ctx)) {
                eventList(ctx, run, after);
              } else {
                stream(ctx, run, after);
              }
            })
        .onFailure(ctx::fail);
  }

  /** A browser that comes back says how far it was. */
  private static Optional<Integer> lastEventId(RoutingContext ctx) {
    var id = ctx.request().getHeader("Last-Event-ID");
    return id != null && id.matches("\\d{1,9}")
        ? Optional.of(Integer.valueOf(id))
        : Optional.empty();
  }

  private static boolean wantsJson(RoutingContext ctx) {
    var accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null
        && accept.contains("application/json")
        && !accept.contains("text/event-stream");
  }

  private void eventList(RoutingContext ctx, Run run, int after) {
    var language = Requests.language(ctx);
    events
        .after(run.tenant(), run.id(), after)
        .onSuccess(
            found ->
                Answer.ok(
                    ctx,
                    new EventJson.EventList(
                        found.stream().map(event -> EventJson.of(event, language)).toList(),
                        run.isFinished() && found.size() < RunEvents.PAGE)))
        .onFailure(ctx::fail);
  }

  private void stream(RoutingContext ctx, Run run, int after) {
    try {
      new EventStream(
              ctx.vertx(),
              events,
              run.tenant(),
              run.id(),
              after,
              Requests.language(ctx),
              ctx.response())
          .open();
    } catch (Refusal refused) {
      ctx.fail(refused);
    }
  }

  /** What is no id at all is answered like an id that is not there. */
  static RunId runId(RoutingContext ctx) {
    return Query.parseUuid(ctx.pathParam("run")).map(RunId::new).orElseThrow(RunStore::notFound);
  }
}
