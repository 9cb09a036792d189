package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Command;
import io.tunnelscope.app.commands.Grammar;
import io.tunnelscope.app.commands.Verb;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Permission;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.login.Limits.Limit;
import io.tunnelscope.app.login.RateLimit;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who asks and what they may do there, writes it down, lets the actions do it. Of a
 * tenant nothing is told to whoever is not linked to an active member, nor in a channel that no
 * admin bound. Any thread.
 */
final class Reception {
  /** What buttons of our menus are called; a number follows. */
  static final String CHOOSE = "choose";

  private static final Logger log = LoggerFactory.getLogger(Reception.class);
  private static final Duration CHOICE_SERVES = Duration.ofHours(1);
  private static final Limit USER = new Limit(30, 1);
  private static final Limit TENANT = new Limit(600, 100);
  private static final Limit DENIALS = new Limit(30, 0.5);
  private static final Limit HASTY = new Limit(1, 1 / 60.0);

  private static final Text NOT_HERE =
      new Text(
          "This workspace is not connected to Tunnelscope. Ask an admin of your tenant to install the app.",
          "이 워크스페이스는 Tunnelscope에 연결되어 있지 않습니다. 테넌트 관리자에게 앱 설치를 요청하세요.");
  private static final Text STALE =
      new Text(
          "This button is out of date, or was not meant for you. Say the command again.",
          "만료되었거나 다른 사람을 위한 버튼입니다. 명령을 다시 입력하세요.");
  static final Text SLOWLY =
      new Text(
          "That was too fast. Wait a moment, then say it again.", "요청이 너무 많습니다. 잠시 후 다시 입력하세요.");
  private static final Text INTERRUPTED =
      new Text(
          "I was interrupted and do not know whether that was done. Look, and say it again if it was not.",
          "처리가 중단되어 요청이 실행되었는지 알 수 없습니다. 확인한 뒤 실행되지 않았으면 다시 입력하세요.");
  private static final Text UNBOUND =
      new Text(
          "No admin has let this channel see the tenant. Ask one to connect it, or write to me directly.",
          "관리자가 이 채널에 테넌트를 공개하지 않았습니다. 관리자에게 채널 연결을 요청하거나 봇에게 직접 메시지를 보내세요.");

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final Actions actions;
  private final RateLimit users;
  private final RateLimit tenants;
  private final RateLimit denials;

  /** Of those who are too fast it is written once a minute. */
  private final RateLimit hasty;

  Reception(SlackIn.Parts parts, SlackIn.Stores stores, Actions actions) {
    this.parts = parts;
    this.stores = stores;
    this.actions = actions;
    this.users = new RateLimit(parts.clock(), USER);
    this.tenants = new RateLimit(parts.clock(), TENANT);
    this.denials = new RateLimit(parts.clock(), DENIALS);
    this.hasty = new RateLimit(parts.clock(), HASTY);
  }

  /**
   * What to tell whoever asked, and in which workspace.
   *
   * @param file to be brought instead; the message stands beside it
   * @param still whether it may be told now, should that have had to wait
   */
  record Reply(
      Optional<WorkspaceStore.Known> workspace,
      SlackMessage message,
      Optional<FileAnswers.Given> file,
      Supplier<Future<Boolean>> still) {
    Reply(Optional<WorkspaceStore.Known> workspace, SlackMessage message) {
      this(workspace, message, Optional.empty(), () -> Future.succeededFuture(true));
    }

    /** Another message in its place, and no file. */
    Reply with(SlackMessage other) {
      return new Reply(workspace, other, Optional.empty(), still);
    }
  }

  /**
   * Fails when the database does not answer and the workspace is one of ours: the errand is kept
   * then, and done when it answers again. To say "try again" would have it done twice.
   *
   * @param isAgain it was begun already and did not come to its end
   */
  Future<Reply> receive(
      Optional<WorkspaceStore.Known> known, Ask ask, Origin origin, boolean isAgain) {
    return known
        .map(workspace -> receive(workspace, ask, origin, isAgain))
        .orElseGet(() -> Future.succeededFuture(plain(Optional.empty(), NOT_HERE)))
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable && isKept(known)
                    ? Future.failedFuture(failure)
                    : Future.succeededFuture(broken(known, failure)));
  }

  /** Whether what comes from there stands in the database until it is done. */
  static boolean isKept(Optional<WorkspaceStore.Known> known) {
    return known.filter(WorkspaceStore.Known::isActive).isPresent();
  }

  private Future<Reply> receive(
      WorkspaceStore.Known workspace, Ask ask, Origin origin, boolean isAgain) {
    if (!workspace.isActive()) {
      return denied(workspace, stranger(workspace, ask), ask, origin, "cut-off")
          .map(_ -> plain(Optional.empty(), NOT_HERE));
    }
    // What was begun had its turn.
    if (!isAgain && isTooFast(workspace, ask)) {
      return hasty(workspace, ask, origin).map(plain(Optional.of(workspace), SLOWLY));
    }
    return stores
        .accounts()
        .standing(workspace.tenant(), workspace.id(), ask.user(), ask.channel())
        .compose(standing -> receive(workspace, ask, origin, isAgain, standing));
  }

  private Future<Reply> receive(
      WorkspaceStore.Known workspace, Ask ask, Origin origin, boolean isAgain, Standing standing) {
    var room = new SlackRoom(parts, stores, workspace, ask, origin, standing);
    var who = standing.member().map(member -> principal(workspace, ask, standing, member));
    var caller = new Caller(who, origin, standing.language(), room);
    return wish(workspace, ask, caller)
        .map(wish -> isAgain ? askedBack(wish, caller.language()) : wish)
        .compose(
            wish ->
                answer(workspace, ask, standing, caller, wish)
                    .compose(
                        answer -> reply(workspace, ask, room, standing, answer, isLeaving(wish))));
  }

  /** The member's role and no more than the channel's ceiling; in an unbound channel nothing. */
  private static Principal principal(
      WorkspaceStore.Known workspace, Ask ask, Standing standing, Standing.Member member) {
    Set<Permission> scopes = new HashSet<>(member.role().permissions());
    if (!ask.isDirect()) {
      scopes.retainAll(standing.ceiling().map(Role::permissions).orElse(Set.of()));
    }
    return new Principal(
        workspace.tenant(),
        Principal.Kind.PERSON,
        member.person().value(),
        member.name(),
        member.role(),
        scopes);
  }

  /** Of an unknown user, for the audit: may nothing. */
  private static Principal stranger(WorkspaceStore.Known workspace, Ask ask) {
    return new Principal(
        workspace.tenant(),
        Principal.Kind.SYSTEM,
        new UUID(0, 0),
        "Slack " + ask.user(),
        Role.VIEWER,
        Set.of());
  }

  /** What was meant: a command, or an answer at once. */
  private sealed interface Wish {
    record Do(Command command) implements Wish {}

    record Tell(String why, Answer answer) implements Wish {}
  }

  private Future<Wish> wish(WorkspaceStore.Known workspace, Ask ask, Caller caller) {
    return switch (ask.what()) {
      case Ask.What.Line(var text) -> Future.succeededFuture(read(text, caller.language()));
      case Ask.What.Button(var verb, var value) ->
          Again.read(value)
              .map(again -> clicked(workspace, ask, caller, verb, again))
              .orElseGet(
                  () ->
                      Future.succeededFuture(
                          verb.equals(Verb.LINK.written())
                              ? new Wish.Do(new Command.Link())
                              : stale(caller.language())));
    };
  }

  /** What changes something must not be done twice. A run is known again by its key. */
  private static Wish askedBack(Wish wish, Language language) {
    if (!(wish instanceof Wish.Do(var command))) {
      return wish;
    }
    return switch (command.verb()) {
      case RUN, STATUS, LAST, DIFF, WHY, REPORT, LIST, HISTORY, SCHEDULE_LIST, LINK, WHOAMI, HELP ->
          wish;
      case SCHEDULE_ADD, SCHEDULE_REMOVE, SCHEDULE_PAUSE, SCHEDULE_RESUME ->
          interrupted(language, Verb.SCHEDULE_LIST);
      case CANCEL -> interrupted(language, Verb.STATUS);
      case UNLINK -> interrupted(language, Verb.WHOAMI);
      case SUBSCRIBE, UNSUBSCRIBE, MUTE -> interrupted(language);
    };
  }

  /**
   * @param look the verb that tells whether it was done, where there is one
   */
  private static Wish interrupted(Language language, Verb... look) {
    return new Wish.Tell(
        "interrupted",
        new Answer.Refused(
            "interrupted",
            List.of(INTERRUPTED.in(language)),
            Stream.of(look)
                .map(verb -> new Answer.Choice(verb.written(), verb.written()))
                .toList()));
  }

  private static Wish read(String text, Language language) {
    return switch (Grammar.read(text)) {
      case Grammar.Understood(var command) -> new Wish.Do(command);
      case Grammar.NotUnderstood(var why, var instead) ->
          new Wish.Tell(
              "not-understood",
              new Answer.Refused(
                  "not-understood",
                  List.of(why.in(language)),
                  instead.stream().map(each -> new Answer.Choice(each, each)).toList()));
    };
  }

  private Future<Wish> clicked(
      WorkspaceStore.Known workspace, Ask ask, Caller caller, String verb, Again again) {
    if (verb.startsWith(CHOOSE)) {
      return stores
          .choices()
          .take(
              workspace.tenant(),
              workspace.id(),
              ask.user(),
              again.run(),
              SlackIn.hex(ask.key()),
              parts.clock().instant())
          .map(
              line ->
                  line.map(text -> read(text, caller.language()))
                      .orElseGet(() -> stale(caller.language())));
    }
    return Verb.named(verb)
        .map(known -> ofRun(workspace, caller, known, again))
        .orElseGet(() -> Future.succeededFuture(stale(caller.language())));
  }

  /** Buttons of a run's message: the run names what they are about. */
  private Future<Wish> ofRun(
      WorkspaceStore.Known workspace, Caller caller, Verb verb, Again again) {
    if (!caller.may(verb)) {
      // Whoever may not learns nothing of the run, not even that there is one.
      return Future.succeededFuture(
          new Wish.Do(about(verb, again, again.run().toString(), false, Optional.empty())));
    }
    var id = new RunId(again.run());
    return parts
        .runs()
        .get(workspace.tenant(), id)
        .map(
            run ->
                (Wish)
                    new Wish.Do(
                        about(verb, again, run.target().value(), run.active(), run.previous())))
        .recover(
            failure ->
                failure instanceof Refusal.NotFound
                    ? Future.succeededFuture(stale(caller.language()))
                    : Future.failedFuture(failure));
  }

  private static Command about(
      Verb verb, Again again, String target, boolean active, Optional<RunId> previous) {
    return switch (verb) {
      case RUN ->
          new Command.Run(target, active, false, false, again.isQuiet(), again.isPrivate(), false);
      case DIFF ->
          previous
              .map(
                  before ->
                      new Command.Diff(
                          before.toString(), Optional.of(again.run().toString()), false))
              .orElseGet(() -> new Command.Diff(target, Optional.empty(), false));
      case MUTE -> new Command.Mute(target, Duration.ofHours(1));
      case WHY -> new Command.Why(target);
      default -> new Command.Help(Optional.of(verb));
    };
  }

  private static Wish stale(Language language) {
    return new Wish.Tell(
        "stale", new Answer.Refused("stale", List.of(STALE.in(language)), List.of()));
  }

  /** Written down before it is done: what cannot be is not done either. */
  private Future<Answer> answer(
      WorkspaceStore.Known workspace, Ask ask, Standing standing, Caller caller, Wish wish) {
    return switch (wish) {
      case Wish.Tell(var why, var answer) ->
          noted(workspace, ask, caller, "", why).map(_ -> answer);
      case Wish.Do(var command) -> {
        var verb = command.verb();
        if (caller.may(verb)) {
          yield noted(workspace, ask, caller, verb.written(), "allowed")
              .compose(_ -> actions.perform(caller, command));
        }
        boolean unbound =
            caller.who().isPresent() && !ask.isDirect() && standing.ceiling().isEmpty();
        if (unbound) {
          yield denied(workspace, caller.who().get(), ask, caller.origin(), "unbound-channel")
              .map(
                  _ ->
                      new Answer.Refused(
                          "unbound-channel", List.of(UNBOUND.in(caller.language())), List.of()));
        }
        var by = caller.who().orElseGet(() -> stranger(workspace, ask));
        yield denied(
                workspace,
                by,
                ask,
                caller.origin(),
                caller.who().isPresent() ? "not-allowed" : "not-linked")
            .compose(_ -> actions.perform(caller, command));
      }
    };
  }

  private Future<Void> noted(
      WorkspaceStore.Known workspace, Ask ask, Caller caller, String verb, String decision) {
    if (caller.who().isEmpty() && !denials.take(workspace.id() + "/" + ask.user()).isZero()) {
      return Future.succeededFuture(); // enough of the same is written already
    }
    return stores
        .accounts()
        .note(
            caller.who().orElseGet(() -> stranger(workspace, ask)),
            caller.origin(),
            ask.user(),
            details(workspace, ask, decision).put("verb", verb));
  }

  private Future<Void> denied(
      WorkspaceStore.Known workspace, Principal by, Ask ask, Origin origin, String decision) {
    if (!denials.take(workspace.id() + "/" + ask.user()).isZero()) {
      return Future.succeededFuture();
    }
    return stores.accounts().denied(by, origin, ask.user(), details(workspace, ask, decision));
  }

  private static JsonObject details(WorkspaceStore.Known workspace, Ask ask, String decision) {
    return new JsonObject()
        .put("slackUser", ask.user())
        .put("workspace", workspace.id().toString())
        .put("channel", ask.channel())
        .put("decision", decision);
  }

  /** Who unlinks their account is somebody else afterwards, and is to hear of it. */
  private static boolean isLeaving(Wish wish) {
    return wish instanceof Wish.Do(Command.Unlink _);
  }

  private Future<Reply> reply(
      WorkspaceStore.Known workspace,
      Ask ask,
      SlackRoom room,
      Standing standing,
      Answer answer,
      boolean isLeaving) {
    var shown = new AnswerMessage(room.site(), standing.language(), parts.ids());
    var message = shown.of(answer);
    var file =
        answer instanceof Answer.Report report
            ? Optional.of(new FileAnswers.Given(report, message, room.site(), standing.language()))
            : Optional.<FileAnswers.Given>empty();
    var now = parts.clock().instant();
    return stores
        .choices()
        .offer(
            workspace.tenant(),
            workspace.id(),
            ask.user(),
            shown.offered(),
            now,
            now.plus(CHOICE_SERVES))
        .map(
            new Reply(
                Optional.of(workspace),
                message,
                file,
                () -> isLeaving ? Future.succeededFuture(true) : room.isAsItWas()));
  }

  /** One bucket for all that somebody does, and one for all that a tenant's people do. */
  private boolean isTooFast(WorkspaceStore.Known workspace, Ask ask) {
    return !users.take(workspace.id() + "/" + ask.user()).isZero()
        || !tenants.take(workspace.tenant().toString()).isZero();
  }

  /**
   * Who it is was not even looked up. Never fails: nothing is done that had to be written first.
   */
  private Future<Void> hasty(WorkspaceStore.Known workspace, Ask ask, Origin origin) {
    if (!hasty.take(workspace.id() + "/" + ask.user()).isZero()) {
      return Future.succeededFuture();
    }
    return stores
        .accounts()
        .denied(stranger(workspace, ask), origin, ask.user(), details(workspace, ask, "too-fast"))
        .otherwiseEmpty();
  }

  /**
   * Who somebody is, without them having said anything; for the Home, for links and for dialogs.
   * Empty when that was too fast: it counts as a command does.
   */
  Future<Optional<Caller>> visitor(WorkspaceStore.Known workspace, Ask ask, Origin origin) {
    if (isTooFast(workspace, ask)) {
      return hasty(workspace, ask, origin).map(Optional.empty());
    }
    return stores
        .accounts()
        .standing(workspace.tenant(), workspace.id(), ask.user(), ask.channel())
        .map(
            standing ->
                Optional.of(
                    new Caller(
                        standing.member().map(m -> principal(workspace, ask, standing, m)),
                        origin,
                        standing.language(),
                        new SlackRoom(parts, stores, workspace, ask, origin, standing))));
  }

  /** In both languages, as nobody knows who reads it. */
  static Reply plain(Optional<WorkspaceStore.Known> workspace, Text text) {
    return new Reply(workspace, SlackMessage.inBoth(text));
  }

  private static Reply broken(Optional<WorkspaceStore.Known> workspace, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return plain(workspace, refusal.text());
    }
    log.atError().setCause(failure).log("a request of Slack's failed");
    return plain(
        workspace, new Text("Something went wrong. Try again.", "문제가 발생했습니다. 잠시 후 다시 시도하세요."));
  }
}
