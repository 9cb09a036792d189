package io.tunnelscope.app.commands;

import static java.util.Comparator.comparingInt;

import io.tunnelscope.app.commands.Answer.Choice;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Support;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what a name in a chat means; where it may mean several things, the answer is a menu. */
final class Named {
  /** How many runs one command may start. */
  static final int MOST = 20;

  private static final int LOOKED_THROUGH = 2_000;

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

    Answer question(Language language) {
      return new Answer.Choices(
          new Text("Which one?", "어느 것입니까?").in(language),
          found.stream()
              .map(
                  target ->
                      new Choice(
                          target.name() + " (" + target.subscriptionName() + ")",
                          line.apply(Grammar.quoted(target.id().value()))))
              .toList());
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

    Answer question(Language language) {
      return new Answer.Refused(
          "notfound",
          List.of(
              new Text("There is no such target. Did you mean:", "해당 대상을 찾을 수 없습니다. 혹시 다음을 찾으십니까?")
                  .in(language)),
          names.stream().map(name -> new Choice(name, line.apply(Grammar.quoted(name)))).toList());
    }
  }

  /**
   * The target of that name or resource id. Fails with {@link Several}, with {@link Similar} or
   * with {@code NotFound}.
   *
   * @param line to say instead, by the name in it
   */
  Future<KnownTarget> one(TenantId tenant, String name, UnaryOperator<String> line) {
    return store
        .named(tenant, name)
        .compose(
            found ->
                switch (found.size()) {
                  case 0 -> similar(tenant, name, line);
                  case 1 -> Future.succeededFuture(found.getFirst());
                  default -> Future.failedFuture(new Several(line, found));
                });
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
    var matches = glob(pattern);
    return store
        .list(tenant, filter(pattern), Optional.empty(), LOOKED_THROUGH)
        .map(
            all ->
                all.stream()
                    .map(TargetState::known)
                    .filter(target -> matches.matcher(target.name()).matches())
                    .filter(target -> target.support() instanceof Support.Supported)
                    .limit(MOST + 1L)
                    .toList());
  }

  static boolean isPattern(String name) {
    return name.indexOf('*') >= 0;
  }

  /** The database looks for the longest part, so that few rows are looked at here. */
  private static TargetFilter filter(String pattern) {
    var longest =
        Arrays.stream(pattern.split("\\*", -1))
            .max(comparingInt(String::length))
            .filter(part -> !part.isEmpty());
    return new TargetFilter(longest, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Many asterisks beside each other are one: no pattern takes long. */
  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Arrays.stream(pattern.replaceAll("\\*+", "*").split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
