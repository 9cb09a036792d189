package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what Slack sends: each delivery once, acknowledged at once. What is not done by then
 * follows, to the address that came with it or as a message. Any thread.
 */
final class SlackDoor {
  private static final Logger log = LoggerFactory.getLogger(SlackDoor.class);

  /** Slack waits 3 s; people notice half a second. */
  private static final Duration ACKNOWLEDGED = Duration.ofMillis(300);

  /** Then a person wonders. */
  private static final Duration SILENT = Duration.ofSeconds(2);

  private static final int MOST_AT_ONCE = 500;

  /** Buttons that open a page by themselves. */
  private static final Set<String> LINKS = Set.of("open", "follow");

  /** Events that end something: done twice, they end it once. */
  private static final Set<String> REPEATABLE =
      Set.of("app_uninstalled", "tokens_revoked", "user_change");

  private static final Text WORKING = new Text("Working on it…", "처리하고 있습니다…");
  private static final Text BUSY =
      new Text("I am busy. Say it again in a moment.", "요청이 많습니다. 잠시 후 다시 입력하세요.");

  private final SlackSignature signature;
  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Reception reception;
  private final SlackEvents events;
  private final AtomicInteger atOnce = new AtomicInteger();

  SlackDoor(
      SlackSignature signature,
      SlackIn.Parts parts,
      SlackIn.Stores stores,
      Reception reception,
      SlackEvents events) {
    this.signature = signature;
    this.parts = parts;
    this.stores = stores;
    this.reception = reception;
    this.events = events;
  }

  /** What Slack is told at once. */
  record Ack(int status, Optional<JsonObject> body) {
    static final Ack TAKEN = new Ack(200, Optional.empty());
    static final Ack NOT_UNDERSTOOD = new Ack(400, Optional.empty());

    static Ack of(JsonObject body) {
      return new Ack(200, Optional.of(body));
    }
  }

  boolean isSigned(String time, String given, Buffer body) {
    return signature.fits(time, given, body);
  }

  /** A slash command. Fails when the database does not answer: Slack says so to the person. */
  Future<Ack> command(Buffer body, String given, Origin origin) {
    var form = Payloads.form(body);
    if (form.isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    if ("1".equals(form.get().get("ssl_check"))) {
      return Future.succeededFuture(Ack.TAKEN);
    }
    return Payloads.command(form.get())
        .map(ask -> acknowledged(ask, given, origin))
        .orElseGet(() -> Future.succeededFuture(Ack.NOT_UNDERSTOOD));
  }

  /** In time, whatever the database does; whoever was told nothing by then hears of it later. */
  private Future<Ack> acknowledged(Ask ask, String given, Origin origin) {
    Promise<Ack> ack = Promise.promise();
    long timer = parts.vertx().setTimer(ACKNOWLEDGED.toMillis(), _ -> ack.tryComplete(Ack.TAKEN));
    once(keys(given, ask), () -> answered(ask, origin, ack))
        .onComplete(_ -> parts.vertx().cancelTimer(timer))
        .onSuccess(ack::tryComplete)
        .onFailure(
            failure -> {
              if (!ack.tryFail(failure)) {
                busy(deliver(ask, new Reception.Reply(Optional.empty(), plain(BUSY))));
              }
            });
    return ack.future();
  }

  /** A button, a form or a shortcut. */
  Future<Ack> interaction(Buffer body, String given, Origin origin) {
    var payload =
        Payloads.form(body).map(form -> form.getOrDefault("payload", "")).flatMap(Payloads::json);
    if (payload.isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    var json = payload.get();
    return switch (Payloads.text(json, "type")) {
      case "block_actions" -> click(json, given, origin);
      case "view_submission" -> submission(json, given, origin);
      case "shortcut" -> opened(json, given, origin);
      default -> Future.succeededFuture(Ack.TAKEN);
    };
  }

  private Future<Ack> click(JsonObject json, String given, Origin origin) {
    var ask = Payloads.click(json);
    if (ask.isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    if (ask.get().what() instanceof Ask.What.Button button) {
      if (LINKS.contains(button.verb())) {
        return Future.succeededFuture(Ack.TAKEN);
      }
      if (button.verb().equals(HomeView.FORM)) {
        return opened(json, given, origin);
      }
    }
    return once(keys(given, ask.get()), () -> followed(ask.get(), origin));
  }

  private Future<Ack> submission(JsonObject json, String given, Origin origin) {
    return Payloads.submission(json)
        .map(ask -> once(keys(given, ask), () -> followed(ask, origin)))
        .orElseGet(() -> Future.succeededFuture(Ack.NOT_UNDERSTOOD));
  }

  /** A dialog opens within seconds or not at all; it asks nothing of the tenant. */
  private Future<Ack> opened(JsonObject json, String given, Origin origin) {
    return Payloads.click(json)
        .map(ask -> once(keys(given, ask), () -> Future.succeededFuture(open(ask, origin))))
        .orElseGet(() -> Future.succeededFuture(Ack.NOT_UNDERSTOOD));
  }

  private Ack open(Ask ask, Origin origin) {
    if (atOnce.get() < MOST_AT_ONCE) {
      busy(events.openForm(ask, origin));
    }
    return Ack.TAKEN;
  }

  /** An event. What ends an installation is done before Slack hears that it was taken. */
  Future<Ack> event(Buffer body, String given, Origin origin) {
    var envelope = Payloads.json(body.toString(UTF_8));
    if (envelope.isEmpty()) {
      return Future.succeededFuture(Ack.NOT_UNDERSTOOD);
    }
    var json = envelope.get();
    return switch (Payloads.text(json, "type")) {
      case "url_verification" ->
          Future.succeededFuture(
              Ack.of(new JsonObject().put("challenge", Payloads.text(json, "challenge"))));
      case "event_callback" -> once(eventKeys(json, given), () -> event(json, origin));
      default -> Future.succeededFuture(Ack.TAKEN);
    };
  }

  /**
   * What may be done twice is known by its signature alone: Slack signs a repetition anew, and the
   * first time may still come to nothing.
   */
  private static List<String> eventKeys(JsonObject envelope, String given) {
    var type = Payloads.text(Payloads.object(envelope, "event"), "type");
    return REPEATABLE.contains(type)
        ? List.of("sign " + given)
        : List.of("sign " + given, "event " + Payloads.text(envelope, "event_id"));
  }

  private Future<Ack> event(JsonObject envelope, Origin origin) {
    var message = Payloads.message(envelope);
    return message.isPresent()
        ? followed(message.get(), origin)
        : events.happened(envelope, origin).map(Ack.TAKEN);
  }

  private static List<String> keys(String given, Ask ask) {
    return ask.key().isEmpty()
        ? List.of("sign " + given)
        : List.of("sign " + given, "trigger " + ask.key());
  }

  @FunctionalInterface
  private interface Work {
    Future<Ack> go();
  }

  /**
   * What was taken already is acknowledged again and not done again; what failed may come again.
   */
  private Future<Ack> once(List<String> keys, Work work) {
    return stores
        .seen()
        .first(keys)
        .compose(
            first ->
                first
                    ? work.go()
                        .recover(
                            failure ->
                                stores
                                    .seen()
                                    .forget(keys)
                                    .transform(_ -> Future.failedFuture(failure)))
                    : Future.succeededFuture(Ack.TAKEN));
  }

  /** The answer is in the acknowledgement, if it is there by then. */
  private Future<Ack> answered(Ask ask, Origin origin, Promise<Ack> ack) {
    if (atOnce.get() >= MOST_AT_ONCE) {
      return Future.succeededFuture(Ack.of(AnswerMessage.privately(plain(BUSY))));
    }
    long silent =
        parts
            .vertx()
            .setTimer(
                SILENT.toMillis(),
                _ -> deliver(ask, new Reception.Reply(Optional.empty(), plain(WORKING))));
    var work =
        reception
            .receive(ask, origin)
            .map(
                reply -> {
                  parts.vertx().cancelTimer(silent);
                  boolean told = ack.tryComplete(Ack.of(AnswerMessage.privately(reply.message())));
                  return told ? Optional.<Reception.Reply>empty() : Optional.of(reply);
                })
            .compose(
                late -> late.map(reply -> deliver(ask, reply)).orElseGet(Future::succeededFuture));
    busy(work);
    return ack.future();
  }

  /** The acknowledgement says nothing; the answer follows. */
  private Future<Ack> followed(Ask ask, Origin origin) {
    // To say that there is too much to do would be more to do.
    if (atOnce.get() < MOST_AT_ONCE) {
      busy(reception.receive(ask, origin).compose(reply -> deliver(ask, reply)));
    }
    return Future.succeededFuture(Ack.TAKEN);
  }

  private void busy(Future<Void> work) {
    atOnce.incrementAndGet();
    work.onComplete(_ -> atOnce.decrementAndGet())
        .onFailure(failure -> log.atError().setCause(failure).log("an answer was not given"));
  }

  private Future<Void> deliver(Ask ask, Reception.Reply reply) {
    var sent =
        ask.responseUrl().isPresent()
            ? parts.responseUrls().send(ask.responseUrl().get(), reply.message(), false)
            : post(ask, reply);
    return sent.map(
        answer -> {
          if (!(answer instanceof Sent)) {
            log.atWarn().addKeyValue("answer", answer).log("Slack did not take an answer");
          }
          return null;
        });
  }

  private Future<SlackAnswer> post(Ask ask, Reception.Reply reply) {
    if (reply.workspace().isEmpty()) {
      return Future.succeededFuture(new SlackAnswer.Refused("no_workspace"));
    }
    var workspace = reply.workspace().get();
    return parts
        .tokens()
        .token(workspace.tenant(), workspace.id())
        .compose(
            token ->
                token
                    .map(
                        found ->
                            ask.isDirect()
                                ? parts
                                    .client()
                                    .post(
                                        found.text(),
                                        ask.channel(),
                                        reply.message(),
                                        parts.ids().get())
                                : parts
                                    .client()
                                    .postEphemeral(
                                        found.text(), ask.channel(), ask.user(), reply.message()))
                    .orElseGet(() -> Future.succeededFuture(new SlackAnswer.Refused("cut_off"))));
  }

  private static SlackMessage plain(Text text) {
    var both = text.english() + "\n" + text.korean();
    return new SlackMessage(both, new Blocks().section(both).done());
  }
}
