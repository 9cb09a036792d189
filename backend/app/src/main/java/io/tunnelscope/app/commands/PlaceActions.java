package io.tunnelscope.app.commands;

import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a place hears unasked. A pattern stands for the targets that fit when it is said, each of
 * which is told and ended by itself; whoever wants those to come as well says {@code *}.
 */
final class PlaceActions {
  private static final String ALL = "*";

  private final Named named;

  PlaceActions(Named named) {
    this.named = named;
  }

  Future<Answer> subscribe(Caller caller, Command.Subscribe wish) {
    if (!caller.room().isChannel()) {
      return Future.succeededFuture(noChannel(caller));
    }
    return each(
        caller,
        wish.target(),
        name -> line(wish, name),
        target ->
            caller
                .room()
                .subscribe(caller.who().orElseThrow(), target, wish.on(), wish.digest())
                .map(
                    _ ->
                        new Text(
                            "This channel is told about " + name(target) + ".",
                            "이 채널에 알립니다: " + name(target))));
  }

  private static String line(Command.Subscribe wish, String target) {
    return "subscribe "
        + target
        + said(wish.on())
        + (wish.digest() ? " " + Flag.DIGEST.written() : "");
  }

  Future<Answer> mute(Caller caller, Command.Mute wish) {
    if (!caller.room().isChannel()) {
      return Future.succeededFuture(noChannel(caller));
    }
    return each(
        caller,
        wish.target(),
        name -> "mute " + name + " " + wish.time().toMinutes() + "m",
        target ->
            caller
                .room()
                .mute(caller.who().orElseThrow(), target, wish.time())
                .map(ResultWords::time)
                .map(
                    until ->
                        new Text(
                            "Nothing about " + name(target) + " here until " + until + ".",
                            until + "까지 이 채널에 알리지 않습니다: " + name(target))));
  }

  /** What is told decides what fits, so that a target that is gone can be ended too. */
  Future<Answer> unsubscribe(Caller caller, Command.Unsubscribe wish) {
    return caller
        .room()
        .told(caller.who().orElseThrow(), wish.target())
        .compose(
            fitting ->
                fitting.isEmpty()
                    ? untold(caller, wish)
                    : fitting.size() == 1 || Named.isPattern(wish.target())
                        ? oneByOne(
                            caller, fitting, Room.Told::name, told -> end(caller, wish, told))
                        : Future.succeededFuture(which(caller, wish, fitting)));
  }

  private static Future<Text> end(Caller caller, Command.Unsubscribe wish, Room.Told told) {
    return caller
        .room()
        .unsubscribe(caller.who().orElseThrow(), told.key(), wish.on())
        .map(left -> left.isEmpty() ? ended(told) : toldStill(told, left));
  }

  private static Text ended(Room.Told told) {
    return new Text(
        "This channel is not told about " + told.name() + " any more.",
        "더 이상 이 채널에 알리지 않습니다: " + told.name());
  }

  private static Text toldStill(Room.Told told, Set<Occasion> left) {
    return new Text(
        "This channel is still told about " + told.name() + said(left) + ".",
        "이 채널에 계속 알립니다: " + told.name() + said(left));
  }

  /** Several targets of one name, of which some may be gone: their ids tell them apart. */
  private static Answer which(Caller caller, Command.Unsubscribe wish, List<Room.Told> fitting) {
    return new Answer.Choices(
        new Text("Which one?", "어느 대상입니까?").in(caller.language()),
        fitting.stream()
            .map(
                told ->
                    new Answer.Choice(
                        told.key(), "unsubscribe " + Grammar.quoted(told.key()) + said(wish.on())))
            .toList(),
        Optional.empty());
  }

  /** Says which target is meant; the channel is not told of it. */
  private Future<Answer> untold(Caller caller, Command.Unsubscribe wish) {
    return each(
        caller,
        wish.target(),
        name -> "unsubscribe " + name + said(wish.on()),
        target ->
            Future.succeededFuture(
                new Text(
                    "This channel was not told about " + name(target) + ".",
                    "이 채널에 알리고 있지 않던 대상입니다: " + name(target))));
  }

  private static String said(Set<Occasion> on) {
    return on.isEmpty()
        ? ""
        : " on:" + on.stream().sorted().map(Occasion::written).collect(Collectors.joining(","));
  }

  /**
   * Does it for all there are and will be, for one target, or for each that fits a pattern.
   *
   * @param line to say instead, by the name in it
   */
  private Future<Answer> each(
      Caller caller,
      String wanted,
      UnaryOperator<String> line,
      Function<Optional<KnownTarget>, Future<Text>> act) {
    if (wanted.equals(ALL)) {
      return act.apply(Optional.empty()).map(text -> Actions.said(caller, text));
    }
    return targets(caller.who().orElseThrow().tenant(), wanted, line)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Named.nothing(caller));
              }
              return found.size() > Named.MOST
                  ? Future.succeededFuture(Named.tooMany(caller))
                  : oneByOne(
                      caller, found, KnownTarget::name, each -> act.apply(Optional.of(each)));
            });
  }

  private Future<List<KnownTarget>> targets(
      TenantId tenant, String wanted, UnaryOperator<String> line) {
    return Named.isPattern(wanted)
        ? named.matching(tenant, wanted)
        : named.one(tenant, wanted, line).map(List::of);
  }

  /** One that is refused costs no other; its line says why. */
  private static <T> Future<Answer> oneByOne(
      Caller caller, List<T> all, Function<T, String> name, Function<T, Future<Text>> act) {
    if (all.size() == 1) {
      return act.apply(all.getFirst()).map(text -> Actions.said(caller, text));
    }
    var lines = new ArrayList<String>();
    Future<Void> done = Future.succeededFuture();
    for (var each : all) {
      done =
          done.compose(_ -> act.apply(each))
              .recover(failure -> refused(name.apply(each), failure))
              .map(
                  text -> {
                    lines.add(text.in(caller.language()));
                    return null;
                  });
    }
    return done.map(_ -> new Answer.Said(lines));
  }

  private static Future<Text> refused(String name, Throwable failure) {
    return failure instanceof Refusal refusal && !Actions.isOutage(failure)
        ? Future.succeededFuture(
            new Text(name + ": " + refusal.text().english(), name + ": " + refusal.text().korean()))
        : Future.failedFuture(failure);
  }

  private static String name(Optional<KnownTarget> target) {
    return target.map(KnownTarget::name).orElse(ALL);
  }

  private static Answer noChannel(Caller caller) {
    return new Answer.Refused(
        "no-channel",
        List.of(
            new Text("That goes in a channel: say it there.", "채널에서만 사용할 수 있는 명령입니다. 채널에서 입력하세요.")
                .in(caller.language())),
        List.of());
  }
}
