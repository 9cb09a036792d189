package io.tunnelscope.app.commands;

import io.tunnelscope.app.commands.Answer.Choice;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.TargetStore.Place;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds what a name in a chat means; where it may mean several things, the answer is a menu. */
final class Named {
  /** How many targets one command may be about, and one menu may offer. */
  static final int MOST = 20;

  private static final int PAGE = 200;

  private final TargetStore store;

  Named(TargetStore store) {
    this.store = store;
  }

  /** The name fits several; ends a search. */
  @SuppressWarnings("serial") // never serialised
  static final class Several extends RuntimeException {
    private final transient UnaryOperator<String> line;
    private final transient List<KnownTarget> found;

    private Several(UnaryOperator<String> line, List<KnownTarget> found) {
      super("several", null, false, false);
      this.line = line;
      this.found = found;
    }

    Answer question(Caller caller) {
      return new Answer.Choices(
          new Text("Which one?", "어느 것입니까?").in(caller.language()),
          found.stream()
              .limit(MOST)
              .map(
                  target ->
                      new Choice(
                          target.name() + " (" + target.subscriptionName() + ")",
                          line.apply(Grammar.quoted(target.id().value()))))
              .toList(),
          Answer.More.of(found.size(), MOST, caller.room().page(Room.Page.TARGETS)));
    }
  }

  /** The pattern fits nothing, or too much to choose from; ends a search. */
  @SuppressWarnings("serial") // never serialised
  static final class Unclear extends RuntimeException {
    private final boolean isTooMuch;

    private Unclear(boolean isTooMuch) {
      super("unclear", null, false, false);
      this.isTooMuch = isTooMuch;
    }

    Answer question(Caller caller) {
      return isTooMuch ? tooMany(caller) : nothing(caller);
    }
  }

  /** Nothing has the name, but others look like it; ends a search. */
  @SuppressWarnings("serial") // never serialised
  static final class Similar extends RuntimeException {
    private final transient UnaryOperator<String> line;
    private final transient List<String> names;

    private Similar(UnaryOperator<String> line, List<String> names) {
      super("similar", null, false, false);
      this.line = line;
      this.names = names;
    }

    Answer question(Caller caller) {
      return new Answer.Refused(
          "notfound",
          List.of(
              new Text("There is no such target. Did you mean:", "해당 대상을 찾을 수 없습니다. 혹시 다음을 찾으십니까?")
                  .in(caller.language())),
          names.stream().map(name -> new Choice(name, line.apply(Grammar.quoted(name)))).toList());
    }
  }

  /**
   * The target of that name or resource id, or the one that fits a pattern. Fails with {@link
   * Several}, with {@link Similar}, with {@link Unclear} or with {@code NotFound}.
   *
   * @param line to say instead, by the name in it
   */
  Future<KnownTarget> one(TenantId tenant, String name, UnaryOperator<String> line) {
    return isPattern(name)
        ? matching(tenant, name)
            .compose(
                found ->
                    found.isEmpty() || found.size() > MOST
                        ? Future.failedFuture(new Unclear(!found.isEmpty()))
                        : one(found, line))
        : store
            .named(tenant, name)
            .compose(found -> found.isEmpty() ? similar(tenant, name, line) : one(found, line));
  }

  private static Future<KnownTarget> one(List<KnownTarget> found, UnaryOperator<String> line) {
    return found.size() == 1
        ? Future.succeededFuture(found.getFirst())
        : Future.failedFuture(new Several(line, found));
  }

  private Future<KnownTarget> similar(TenantId tenant, String name, UnaryOperator<String> line) {
    if (ArmId.parse(name).isPresent()) {
      return Future.failedFuture(Targets.notFound());
    }
    return store
        .similar(tenant, name)
        .compose(
            names ->
                Future.failedFuture(
                    names.isEmpty() ? Targets.notFound() : new Similar(line, names)));
  }

  /**
   * Those of a pattern that can be troubleshot, in the order of their names: at most one more than
   * {@link #MOST}.
   */
  Future<List<KnownTarget>> matching(TenantId tenant, String pattern) {
    return matching(tenant, pattern, Optional.empty(), List.of());
  }

  /** Page by page, as those that cannot be troubleshot count for nothing. */
  private Future<List<KnownTarget>> matching(
      TenantId tenant, String pattern, Optional<Place> after, List<KnownTarget> before) {
    return store
        .fitting(tenant, pattern, after, PAGE)
        .compose(
            page -> {
              var found =
                  Stream.concat(
                          before.stream(),
                          page.stream().filter(each -> each.support().isSupported()))
                      .limit(MOST + 1L)
                      .toList();
              return page.size() < PAGE || found.size() > MOST
                  ? Future.succeededFuture(found)
                  : matching(tenant, pattern, Optional.of(Place.of(page.getLast())), found);
            });
  }

  static boolean isPattern(String name) {
    return name.indexOf('*') >= 0;
  }

  /** Says so, and where all of them are. */
  static Answer tooMany(Caller caller) {
    return new Answer.Refused(
        "too-many",
        List.of(
            new Text(
                    "More than " + MOST + " targets fit. Name fewer.",
                    "조건에 맞는 대상이 " + MOST + "개를 넘습니다. 범위를 줄이세요.")
                .in(caller.language()),
            caller.room().page(Room.Page.TARGETS)),
        List.of());
  }

  static Answer nothing(Caller caller) {
    return new Answer.Refused(
        "notfound",
        List.of(
            new Text("No target that can be troubleshot fits.", "조건에 맞는 점검 대상이 없습니다.")
                .in(caller.language())),
        List.of(new Choice(Verb.LIST.written(), Verb.LIST.written())));
  }
}
