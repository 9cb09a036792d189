package io.tunnelscope.app.outbox;

import io.tunnelscope.app.outbox.OutboxStore.Held;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: takes lanes that are due and delivers one message of each, several at once.
 * Any number of senders may work on one database.
 *
 * <p>A verticle on virtual threads: its methods wait where others would call back, and only one of
 * them goes on at a time, so its fields need no locks.
 */
public final class Sender extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Tries to give a message up, each after a lease: the database may be away. */
  private static final int MORE_TO_GIVE_UP = 10;

  private static final int SETTLE_TRIES = 5;
  private static final long FIRST_PAUSE_MS = 100;

  private final OutboxStore store;
  private final Delivery delivery;
  private final SenderOptions options;
  private final OutboxMeters meters;
  private final Set<Promise<Void>> whenIdle = new HashSet<>();

  /** Until the next look: short where something went just now, longer the longer it is quiet. */
  private Duration pause;

  private long alarm;
  private int sending;
  private boolean looking;
  private boolean draining;

  private Sender(OutboxStore store, Delivery delivery, SenderOptions options, OutboxMeters meters) {
    this.meters = meters;
    this.store = store;
    this.delivery = delivery;
    this.options = options;
    this.pause = options.poll();
  }

  /** Starts a sender; it stops with {@link #drain}, or at once when it is undeployed. */
  public static Future<Sender> deploy(
      Vertx vertx,
      OutboxStore store,
      Delivery delivery,
      SenderOptions options,
      OutboxMeters meters) {
    var sender = new Sender(store, delivery, options, meters);
    return vertx
        .deployVerticle(
            sender, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .map(sender);
  }

  @Override
  public Future<?> start() {
    look();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    draining = true;
    return Future.succeededFuture();
  }

  private void lookIn(Duration time) {
    vertx.cancelTimer(alarm);
    if (!draining) {
      alarm = vertx.setTimer(time.toMillis(), _ -> look());
    }
  }

  /** One look at a time. */
  private void look() {
    if (looking || draining) {
      return;
    }
    looking = true;
    try {
      int taken = take();
      pause =
          taken > 0
              ? min(SHORTEST_PAUSE, options.poll())
              : min(pause.multipliedBy(2), options.poll());
    } catch (Exception outage) {
      pause = min(max(pause, options.poll()).multipliedBy(2), LONGEST_PAUSE);
      LOG.atWarn().addKeyValue("pauseMs", pause.toMillis()).log("no messages can be sent now");
    } finally {
      looking = false;
      tellWhenIdle();
      lookIn(pause);
    }
  }

  private int take() {
    int want = options.slots() - sending;
    if (want <= 0) {
      return 0;
    }
    var lanes = store.take(options.owner(), want, options.lease()).await();
    for (var lane : lanes) {
      sending++;
      context.runOnContext(_ -> send(lane));
    }
    return lanes.size();
  }

  /** One bad message does not cost the others their sender. */
  private void send(Held lane) {
    try {
      if (draining) {
        settled(lane, store.nothing(lane.tenant(), lane));
        return;
      }
      var parcel = store.open(lane.tenant(), lane).await();
      if (parcel.isEmpty()) {
        settled(lane, store.nothing(lane.tenant(), lane));
      } else if (parcel.get().attempt() > options.attempts()) {
        giveUp(parcel.get(), "attempts");
      } else {
        settle(parcel.get(), deliver(parcel.get()));
      }
    } catch (Exception outage) {
      // The lease runs out, and the message is tried again.
      LOG.atWarn()
          .addKeyValue("tenant", lane.tenant())
          .addKeyValue("lane", lane.lane())
          .addKeyValue("failure", outage.getClass().getSimpleName())
          .log("message left to its lease");
    } finally {
      sending--;
      tellWhenIdle();
      lookIn(min(SHORTEST_PAUSE, options.poll()));
    }
  }

  private Outcome deliver(Parcel parcel) {
    try {
      return delivery
          .deliver(parcel)
          .timeout(Delivery.LONGEST.toMillis(), TimeUnit.MILLISECONDS)
          .await();
    } catch (Exception failed) {
      // Checked ones too: await() throws whatever the future failed with.
      LOG.atWarn()
          .addKeyValue("tenant", parcel.tenant())
          .addKeyValue("lane", parcel.lane())
          .addKeyValue("message", parcel.key())
          .setCause(failed)
          .log("delivery failed");
      return new Outcome.Failed(failed.getClass().getSimpleName());
    }
  }

  private void settle(Parcel parcel, Outcome outcome) {
    var tenant = parcel.tenant();
    meters.count(
        switch (outcome) {
          case Outcome.Done _ -> OutboxMeters.What.DONE;
          case Outcome.Later _ -> OutboxMeters.What.LATER;
          case Outcome.Failed _ -> OutboxMeters.What.FAILED;
        });
    switch (outcome) {
      case Outcome.Done done when done.again().isPresent() ->
          keptTrying(
              parcel, () -> store.again(tenant, parcel, true, done.besides(), done.again().get()));
      case Outcome.Done done ->
          keptTrying(parcel, () -> store.done(tenant, parcel, done.besides()));
      case Outcome.Later later ->
          keptTrying(
              parcel, () -> store.again(tenant, parcel, false, later.besides(), later.rest()));
      case Outcome.Failed failed when parcel.attempt() >= options.attempts() ->
          giveUp(parcel, failed.why());
      case Outcome.Failed _ ->
          keptTrying(parcel, () -> store.failed(tenant, parcel, options.pause(parcel.attempt())));
    }
  }

  private void giveUp(Parcel parcel, String why) {
    meters.count(OutboxMeters.What.GIVEN_UP);
    LOG.atError()
        .addKeyValue("tenant", parcel.tenant())
        .addKeyValue("lane", parcel.lane())
        .addKeyValue("message", parcel.key())
        .addKeyValue("why", why)
        .log("message given up");
    var besides = lastWords(parcel, why);
    keptTrying(parcel, () -> store.gaveUp(parcel.tenant(), parcel, besides));
  }

  /**
   * A message that cannot even be given up in order goes without a word, or its lane stood still.
   */
  private OutboxStore.Besides lastWords(Parcel parcel, String why) {
    try {
      return delivery.giveUp(parcel, why).await();
    } catch (Exception failed) {
      if (parcel.attempt() <= options.attempts() + MORE_TO_GIVE_UP) {
        throw failed;
      }
      LOG.atError()
          .addKeyValue("tenant", parcel.tenant())
          .addKeyValue("message", parcel.key())
          .setCause(failed)
          .log("message given up without a word");
      return OutboxStore.Besides.NOTHING;
    }
  }

  /** What was sent should not be sent again for a moment's outage of the database. */
  private void keptTrying(Parcel parcel, Supplier<Future<Boolean>> settling) {
    for (int attempt = 1; ; attempt++) {
      try {
        settled(parcel.held(), settling.get());
        return;
      } catch (Exception outage) {
        if (attempt == SETTLE_TRIES) {
          throw outage;
        }
        vertx.timer(FIRST_PAUSE_MS << attempt, TimeUnit.MILLISECONDS).await();
      }
    }
  }

  private static void settled(Held lane, Future<Boolean> settling) {
    if (!settling.await()) {
      LOG.atInfo()
          .addKeyValue("tenant", lane.tenant())
          .addKeyValue("lane", lane.lane())
          .log("lane lost, another sender has it");
    }
  }

  /**
   * Takes no more messages and lets those that are on their way end. Completes within the grace;
   * what is not settled then is sent again when its lease is over.
   */
  public Future<Void> drain(Duration grace) {
    var drained = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          draining = true;
          vertx.cancelTimer(alarm);
          awaitIdle(grace);
          drained.complete();
        });
    return drained.future();
  }

  private void awaitIdle(Duration longest) {
    if (isIdle()) {
      return;
    }
    var idle = Promise.<Void>promise();
    whenIdle.add(idle);
    long tooLong = vertx.setTimer(Math.max(1, longest.toMillis()), _ -> idle.tryComplete());
    idle.future().await();
    vertx.cancelTimer(tooLong);
  }

  private void tellWhenIdle() {
    if (isIdle()) {
      whenIdle.forEach(Promise::tryComplete);
      whenIdle.clear();
    }
  }

  private boolean isIdle() {
    return sending == 0 && !looking;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
