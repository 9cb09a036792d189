package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what Slack sends: each delivery once. It is acknowledged when it stands in the database
 * with what names it, not before, and done from there ({@link Errands}): what was acknowledged is
 * not lost with the process. Any thread.
 */
final class SlackDoor {
  private static final Logger log = LoggerFactory.getLogger(SlackDoor.class);

  /** Slack waits 3 s; people notice half a second. */
  private static final Duration ACKNOWLEDGED = Duration.ofMillis(300);

  /** Then a person wonders. */
  private static final Duration SILENT = Duration.ofSeconds(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LAST_PAUSE = Duration.ofMillis(800);

  private static final int MOST_AT_ONCE = 500;

  /** Buttons that open a page by themselves. */
  private static final Set<String> LINKS = Set.of("open", "follow");

  /** Events that end something: done twice, they end it once. */
  private static final Set<String> REPEATABLE =
      Set.of("app_uninstalled", "tokens_revoked", "user_change");

  private static final Text WORKING = new Text("Working on it…", "처리하고 있습니다…");
  private static final Text BUSY =
      new Text("I am busy. Say it again in a moment.", "요청이 많습니다. 잠시 후 다시 입력하세요.");

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Reception reception;
  private final SlackEvents events;
  private final Errands errands;
  private final Answers answers;
  private final Strangers strangers;

  /** What is being done and may end after its acknowledgement. */
  private final Set<Future<Void>> inHand = ConcurrentHashMap.newKeySet();

  SlackDoor(
      SlackIn.Parts parts,
      SlackIn.Stores stores,
      Reception reception,
      SlackEvents events,
      Errands errands,
      Answers answers,
      Strangers strangers) {
    this.parts = parts;
    this.stores = stores;
    this.reception = reception;
    this.events = events;
    this.errands = errands;
    this.answers = answers;
    this.strangers = strangers;
  }

  /** What Slack is told at once. */
  record Ack(int status, Optional<JsonObject> body) {
    static final Ack TAKEN = new Ack(200, Optional.empty());
    static final Ack NOT_UNDERSTOOD = new Ack(400, Optional.empty());

    /** Slack tells the person, or sends the event again. */
    static final Ack FULL = new Ack(503, Optional.empty());

    static Ack of(JsonObject body) {
      return new Ack(200, Optional.of(body));
    }
  }

  /**
   * A slash command. Fails when the database does not answer: Slack says so to the person.
   *
   * @param delivery the same for a copy to the letter
   */
  Future<Ack> command(Map<String, String> form, String delivery, Origin origin) {
    if ("1".equals(form.get("ssl_check"))) {
      return Future.succeededFuture(Ack.TAKEN);
    }
    var errand = Errand.command(form, origin);
    return errand
        .ask()
        .map(
            ask ->
                isFull()
                    ? Future.succeededFuture(
                        Ack.of(AnswerMessage.privately(SlackMessage.inBoth(BUSY))))
                    : once(
                        keys(delivery, ask),
                        errand,
                        (known, kept) -> answered(known, kept, ask, origin)))
        .orElseGet(() -> Future.succeededFuture(Ack.NOT_UNDERSTOOD));
  }

  /** What a command was answered, when the answer could not go along with the acknowledgement. */
  void answerLater(Map<String, String> form, JsonObject answer) {
    var message = AnswerMessage.ofAnswer(answer);
    Payloads.command(form)
        .ifPresent(
            ask ->
                busy(
                    stores
                        .workspaces()
                        .known(ask.home())
                        .compose(
                            known ->
                                answers.bring(
                                    ask,
                                    new Reception.Reply(known, message),
                                    errands.patience(Optional.empty(), Duration.ZERO)))));
  }

  /** A button, a form or a shortcut. */
  Future<Ack> interaction(JsonObject json, String delivery, Origin origin) {
    return switch (Payloads.text(json, "type")) {
      case "block_actions" -> click(json, delivery, origin);
      case "view_submission" ->
          followed(new Errand(Errand.Kind.SUBMISSION, json, origin), delivery);
      case "shortcut" -> opened(json, delivery, origin);
      default -> Future.succeededFuture(Ack.TAKEN);
    };
  }

  private Future<Ack> click(JsonObject json, String delivery, Origin origin) {
    var errand = new Errand(Errand.Kind.CLICK, json, origin);
    if (errand.ask().map(Ask::what).orElse(null) instanceof Ask.What.Button button) {
      if (LINKS.contains(button.verb())) {
        return Future.succeededFuture(Ack.TAKEN);
      }
      if (button.verb().equals(HomeView.FORM)) {
        return opened(json, delivery, origin);
      }
    }
    return followed(errand, delivery);
  }

  /**
   * A dialog opens within seconds or not at all, so there is nothing to keep; it asks nothing of
   * the tenant.
   */
  private Future<Ack> opened(JsonObject json, String delivery, Origin origin) {
    var ask = Payloads.click(json);
    if (ask.isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    if (isFull()) {
      return Future.succeededFuture(Ack.FULL);
    }
    return once(
        keys(delivery, ask.get()),
        ask.get().home(),
        known -> {
          known.ifPresent(
              workspace ->
                  busy(
                      events.openForm(
                          workspace,
                          ask.get(),
                          origin,
                          errands.patience(Optional.empty(), Duration.ZERO))));
          return Future.succeededFuture(Ack.TAKEN);
        });
  }

  /** An event. What ends an installation is done before Slack hears that it was taken. */
  Future<Ack> event(JsonObject json, String delivery, Origin origin) {
    return switch (Payloads.text(json, "type")) {
      case "url_verification" ->
          Future.succeededFuture(
              Ack.of(new JsonObject().put("challenge", Payloads.text(json, "challenge"))));
      case "event_callback" -> happened(json, delivery, origin);
      default -> Future.succeededFuture(Ack.TAKEN);
    };
  }

  private Future<Ack> happened(JsonObject envelope, String delivery, Origin origin) {
    if (Payloads.message(envelope).isPresent()) {
      return followed(new Errand(Errand.Kind.MESSAGE, envelope, origin), delivery);
    }
    if (SlackEvents.isSight(envelope)) {
      return followed(new Errand(Errand.Kind.SIGHT, envelope, origin), delivery);
    }
    return once(
        eventKeys(envelope, delivery),
        Payloads.eventHome(envelope),
        known ->
            known
                .map(workspace -> events.happened(workspace, envelope).map(Ack.TAKEN))
                .orElseGet(() -> Future.succeededFuture(Ack.TAKEN)));
  }

  /**
   * What may be done twice is known by nothing: the first time may still come to nothing, and Slack
   * may name the repetition as it named that.
   */
  private static List<String> eventKeys(JsonObject envelope, String delivery) {
    var type = Payloads.text(Payloads.object(envelope, "event"), "type");
    return REPEATABLE.contains(type)
        ? List.of()
        : List.of(delivery, "event " + Payloads.text(envelope, "event_id"));
  }

  private static List<String> keys(String delivery, Ask ask) {
    return ask.key().isEmpty() ? List.of(delivery) : List.of(delivery, "trigger " + ask.key());
  }

  private static List<String> keys(String delivery, Errand errand) {
    return switch (errand.kind()) {
      case MESSAGE, SIGHT -> eventKeys(errand.said(), delivery);
      case COMMAND, CLICK, SUBMISSION -> keys(delivery, errand.ask().orElseThrow());
    };
  }

  /**
   * What was taken already is acknowledged again and not done again; what failed may come again.
   */
  private Future<Ack> once(
      List<String> keys, Home home, Function<Optional<WorkspaceStore.Known>, Future<Ack>> work) {
    return known(home).compose(known -> once(keys, Optional.empty(), () -> work.apply(known)));
  }

  /** The same for what is done after the acknowledgement: it is kept until then. */
  private Future<Ack> once(
      List<String> keys,
      Errand errand,
      BiFunction<Optional<WorkspaceStore.Known>, Optional<ErrandStore.Kept>, Future<Ack>> work) {
    return known(errand.home())
        .compose(
            known ->
                patiently(() -> errands.seal(known, errand))
                    .compose(kept -> once(keys, kept, () -> work.apply(known, kept))));
  }

  private Future<Ack> once(
      List<String> keys, Optional<ErrandStore.Kept> kept, Supplier<Future<Ack>> work) {
    return patiently(() -> stores.seen().first(keys, kept, Errands.LEASE))
        .compose(
            first ->
                first
                    ? work.get()
                        .recover(
                            failure ->
                                stores
                                    .seen()
                                    .forget(keys)
                                    .transform(_ -> Future.failedFuture(failure)))
                    : Future.succeededFuture(Ack.TAKEN));
  }

  private Future<Optional<WorkspaceStore.Known>> known(Home home) {
    return patiently(() -> stores.workspaces().known(home))
        .onSuccess(
            known -> {
              if (known.isEmpty()) {
                strangers.came(home);
              }
            });
  }

  /** A burst fills the pool of connections for a moment; Slack waits for 3 s. */
  private <T> Future<T> patiently(Supplier<Future<T>> work) {
    return patiently(work, FIRST_PAUSE);
  }

  private <T> Future<T> patiently(Supplier<Future<T>> work, Duration pause) {
    return work.get()
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && pause.compareTo(LAST_PAUSE) <= 0
                    ? parts
                        .vertx()
                        .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(_ -> patiently(work, pause.multipliedBy(2)))
                    : Future.failedFuture(failure));
  }

  /**
   * The answer is in the acknowledgement, if it is there by then; whoever was told nothing by then
   * hears of it later.
   */
  private Future<Ack> answered(
      Optional<WorkspaceStore.Known> known,
      Optional<ErrandStore.Kept> kept,
      Ask ask,
      Origin origin) {
    Promise<Ack> ack = Promise.promise();
    var held = kept.map(ErrandStore.Kept::held);
    long late = parts.vertx().setTimer(ACKNOWLEDGED.toMillis(), _ -> ack.tryComplete(Ack.TAKEN));
    long silent = parts.vertx().setTimer(SILENT.toMillis(), _ -> tell(ask, WORKING));
    var work =
        reception
            .receive(known, ask, origin, false)
            .compose(
                reply -> {
                  parts.vertx().cancelTimer(late);
                  parts.vertx().cancelTimer(silent);
                  if (reply.file().isEmpty()
                      && ack.tryComplete(Ack.of(AnswerMessage.privately(reply.message())))) {
                    return Future.succeededFuture();
                  }
                  ack.tryComplete(Ack.TAKEN);
                  return answers.bring(ask, reply, errands.patience(held, Duration.ZERO));
                });
    busy(errands.done(work, held));
    return ack.future();
  }

  /** The acknowledgement says nothing; the answer follows. */
  private Future<Ack> followed(Errand errand, String delivery) {
    if (errand.kind() != Errand.Kind.SIGHT && errand.ask().isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    if (isFull()) {
      return Future.succeededFuture(Ack.FULL);
    }
    return once(
        keys(delivery, errand),
        errand,
        (known, kept) -> {
          busy(errands.run(known, errand, kept));
          return Future.succeededFuture(Ack.TAKEN);
        });
  }

  /** Lets what is in hand now come to its end within the grace. Never fails. */
  Future<Void> finish(Duration grace) {
    return Future.join(List.copyOf(inHand))
        .timeout(Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS)
        .transform(_ -> Future.succeededFuture());
  }

  /** Those that only wait for Slack keep nobody else out. */
  private boolean isFull() {
    return inHand.size() - errands.waiting() >= MOST_AT_ONCE;
  }

  private void busy(Future<Void> work) {
    inHand.add(work);
    work.onComplete(_ -> inHand.remove(work))
        .onFailure(failure -> log.atError().setCause(failure).log("an answer was not delivered"));
  }

  /** At once or not at all. */
  private void tell(Ask ask, Text text) {
    var now = errands.patience(Optional.empty(), SlackLimits.RESPONSE_URL_LIFE);
    answers.bring(ask, Reception.plain(Optional.empty(), text), now);
  }
}
