package io.tunnelscope.app.slack;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what somebody in Slack asked for, after Slack was told that it was taken. It stands in the
 * database by then: where a node dies, another one (or the same after a restart) takes it up when
 * the lease is over and does it again.
 *
 * <p>A run is not started twice, and its message shows once: they carry ids that are made of what
 * was asked. What else changes something ({@link Reception} says which) is not done a second time
 * but asked back. An answer waits until Slack takes it, for half an hour; it may come twice where
 * its way knows no ids ({@link Answers}). What comes to nothing all the time is told who asked,
 * while that can matter to them, and struck off. What the unknown ask is not kept: there is nothing
 * to be done for them. Any thread.
 */
final class Errands {
  private static final Logger log = LoggerFactory.getLogger(Errands.class);

  /** Longer than anything takes that a person asks for. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int AT_ONCE = 20;
  private static final int MOST_TAKEN = 200;

  /** Whoever is told that it is too late is not waited for as long as for an answer. */
  private static final Duration LATE = SlackLimits.RESPONSE_URL_LIFE.minus(Duration.ofMinutes(1));

  /** One that ends its node each time must not end all of them for ever. */
  private static final int MOST_ATTEMPTS = 5;

  /** Whoever asked before that does not wait for an answer any more. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final Text TOO_LATE =
      new Text(
          "I was interrupted for so long that I did not do this any more. Say it again.",
          "오랫동안 중단되어 이 요청을 처리하지 못했습니다. 다시 입력하세요.");

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Envelope envelope;
  private final Reception reception;
  private final SlackEvents events;
  private final Answers answers;

  /** What this node is at: only others, or this one later, may think that it was left behind. */
  private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();

  /** How many only wait for Slack. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** What was taken up and is not over. */
  private final Set<Future<Void>> taken = ConcurrentHashMap.newKeySet();

  private Future<Integer> looking = Future.succeededFuture(0);
  private boolean stopped;
  private long alarm;

  Errands(
      SlackIn.Parts parts,
      SlackIn.Stores stores,
      Envelope envelope,
      Reception reception,
      SlackEvents events,
      Answers answers) {
    this.parts = parts;
    this.stores = stores;
    this.envelope = envelope;
    this.reception = reception;
    this.events = events;
    this.answers = answers;
  }

  /** The errand as it is to be kept; empty where there is nobody to do it for. */
  Future<Optional<ErrandStore.Kept>> seal(Optional<WorkspaceStore.Known> known, Errand errand) {
    if (!Reception.isKept(known)) {
      return Future.succeededFuture(Optional.empty());
    }
    var workspace = known.get();
    var id = parts.ids().get();
    return envelope
        .seal(workspace.tenant(), ErrandStore.placeOf(id), errand.written())
        .map(
            said ->
                Optional.of(new ErrandStore.Kept(workspace.tenant(), id, workspace.id(), said)));
  }

  /** Does it for the first time. */
  Future<Void> run(
      Optional<WorkspaceStore.Known> known, Errand errand, Optional<ErrandStore.Kept> kept) {
    var held = kept.map(ErrandStore.Kept::held);
    return done(perform(known, errand, false, patience(held, Duration.ZERO)), held);
  }

  /**
   * For as long as an answer can matter to who asked. While it waits no other node takes the errand
   * up.
   *
   * @param ago when that was
   */
  Patience patience(Optional<ErrandStore.Held> held, Duration ago) {
    return new Patience(
        parts.vertx(),
        parts.clock(),
        parts.clock().instant().plus(SlackLimits.RESPONSE_URL_LIFE).minus(ago),
        time ->
            held.map(errand -> stores.errands().hold(errand, time.plus(LEASE)))
                .orElseGet(() -> Future.succeededFuture(true)),
        waiting);
  }

  /** Of those who were asked to be patient: how many wait for Slack now. */
  int waiting() {
    return waiting.get();
  }

  /** Strikes it off once that is over. A failure leaves it to its lease. */
  Future<Void> done(Future<Void> work, Optional<ErrandStore.Held> held) {
    return held.map(errand -> done(work, errand)).orElse(work);
  }

  private Future<Void> done(Future<Void> work, ErrandStore.Held held) {
    inHand.add(held.id());
    return work.compose(_ -> stores.errands().done(held.tenant(), held))
        .onComplete(_ -> inHand.remove(held.id()));
  }

  private Future<Void> perform(
      Optional<WorkspaceStore.Known> known, Errand errand, boolean isAgain, Patience patience) {
    return errand
        .ask()
        .map(
            ask ->
                reception
                    .receive(known, ask, errand.origin(), isAgain)
                    .compose(reply -> answers.bring(ask, reply, patience)))
        .orElseGet(
            () ->
                known
                    .map(
                        workspace ->
                            events.show(workspace, errand.said(), errand.origin(), patience))
                    .orElseGet(Future::succeededFuture));
  }

  /** Looks from now on for what others left. */
  synchronized void start() {
    stopped = false;
    alarm = parts.vertx().setTimer(1, _ -> look());
  }

  synchronized void stop() {
    stopped = true;
    parts.vertx().cancelTimer(alarm);
  }

  private synchronized void lookIn(Duration time) {
    if (!stopped) {
      alarm = parts.vertx().setTimer(time.toMillis(), _ -> look());
    }
  }

  /** Lets what was taken up come to its end within the grace, after {@link #stop}. Never fails. */
  synchronized Future<Void> finish(Duration grace) {
    return looking
        .transform(_ -> Future.join(List.copyOf(taken)))
        .timeout(Math.max(1, grace.toMillis()), TimeUnit.MILLISECONDS)
        .transform(_ -> Future.succeededFuture());
  }

  private synchronized void look() {
    if (stopped) {
      return;
    }
    int room = Math.min(AT_ONCE, MOST_TAKEN - taken.size());
    if (room <= 0) {
      lookIn(LOOK);
      return;
    }
    looking = stores.errands().takeUp(room, LEASE, List.copyOf(inHand)).map(this::takeUp);
    looking
        .onSuccess(many -> lookIn(many < AT_ONCE ? LOOK : Duration.ofMillis(1)))
        .onFailure(
            failure -> {
              log.atWarn()
                  .addKeyValue("failure", failure.getClass().getSimpleName())
                  .log("what was left behind cannot be taken up now");
              lookIn(LOOK);
            });
  }

  /** One that has to wait for Slack does not keep the others from being looked for. */
  private int takeUp(List<ErrandStore.Held> all) {
    for (var held : all) {
      var work = takeUp(held);
      taken.add(work);
      work.onComplete(_ -> taken.remove(work));
    }
    return all.size();
  }

  private Future<Void> takeUp(ErrandStore.Held held) {
    log.atInfo()
        .addKeyValue("tenant", held.tenant())
        .addKeyValue("errand", held.id())
        .addKeyValue("attempt", held.attempt())
        .log("an errand that was left behind is taken up");
    var work =
        stores
            .errands()
            .said(held.tenant(), held.id())
            .compose(
                said -> said.map(text -> again(held, text)).orElseGet(Future::succeededFuture));
    return done(work, held)
        .onFailure(
            failure ->
                log.atWarn()
                    .addKeyValue("errand", held.id())
                    .setCause(failure)
                    .log("an errand is left to its lease"));
  }

  private Future<Void> again(ErrandStore.Held held, ErrandStore.Said said) {
    boolean isOver =
        held.attempt() > MOST_ATTEMPTS || said.ago().compareTo(SlackLimits.RESPONSE_URL_LIFE) >= 0;
    return isOver
        ? givenUp(held, said)
        : open(held, said)
            .compose(
                errand ->
                    stores
                        .workspaces()
                        .known(errand.home())
                        .compose(
                            known ->
                                perform(
                                    known, errand, true, patience(Optional.of(held), said.ago()))));
  }

  private Future<Errand> open(ErrandStore.Held held, ErrandStore.Said said) {
    return envelope
        .open(held.tenant(), ErrandStore.placeOf(held.id()), said.text())
        .map(Errand::read);
  }

  /** Never fails: what cannot be told, or not even be read, is struck off all the same. */
  private Future<Void> givenUp(ErrandStore.Held held, ErrandStore.Said said) {
    log.atError()
        .addKeyValue("tenant", held.tenant())
        .addKeyValue("errand", held.id())
        .addKeyValue("attempt", held.attempt())
        .log("an errand is given up");
    if (said.ago().compareTo(FORGOTTEN) >= 0) {
      return Future.succeededFuture();
    }
    return open(held, said)
        .compose(errand -> tellTooLate(errand, patience(Optional.of(held), LATE)))
        .recover(
            failure -> {
              log.atWarn()
                  .addKeyValue("errand", held.id())
                  .setCause(failure)
                  .log("who asked cannot be told that it is given up");
              return Future.succeededFuture();
            });
  }

  private Future<Void> tellTooLate(Errand errand, Patience patience) {
    return errand
        .ask()
        .map(
            ask ->
                stores
                    .workspaces()
                    .known(errand.home())
                    .compose(
                        known -> answers.bring(ask, Reception.plain(known, TOO_LATE), patience)))
        .orElseGet(Future::succeededFuture);
  }
}
