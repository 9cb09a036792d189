package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Command;
import io.tunnelscope.app.commands.Occasion;
import io.tunnelscope.app.commands.RoleWords;
import io.tunnelscope.app.commands.Room;
import io.tunnelscope.app.gateways.KnownTarget;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.login.Unguessable;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A channel, or a conversation with the bot, in which one thing was asked. */
final class SlackRoom implements Room {
  private static final Duration LINK_SERVES = Duration.ofMinutes(10);

  private final SlackIn.Parts parts;
  private final SlackIn.Stores stores;
  private final WorkspaceStore.Known workspace;
  private final Ask ask;
  private final Origin origin;
  private final Standing standing;

  SlackRoom(
      SlackIn.Parts parts,
      SlackIn.Stores stores,
      WorkspaceStore.Known workspace,
      Ask ask,
      Origin origin,
      Standing standing) {
    this.parts = parts;
    this.stores = stores;
    this.workspace = workspace;
    this.ask = ask;
    this.origin = origin;
    this.standing = standing;
  }

  Site site() {
    return new Site(parts.origin().get(), standing.slug());
  }

  /** Whether who asked may still do what they might when they asked. */
  Future<Boolean> isAsItWas() {
    return stores
        .accounts()
        .standing(workspace.tenant(), workspace.id(), ask.user(), ask.channel())
        .map(
            now ->
                standing.member().isEmpty()
                    || now.member().equals(standing.member())
                        && now.ceiling().equals(standing.ceiling()));
  }

  @Override
  public String key() {
    return "slack-" + SlackIn.hex(ask.key());
  }

  /** In a conversation that is not ours to write in, the one who asked is told alone. */
  @Override
  public Future<RunStore.Besides> follow(Principal who, Command.Run how) {
    boolean alone = how.isPrivate() || ask.isDirect() && ask.responseUrl().isPresent();
    var language = alone ? Optional.of(standing.language()) : Optional.<Language>empty();
    return parts
        .messages()
        .open(
            tenant(),
            new Destination(
                workspace.id(),
                ask.channel(),
                ask.user(),
                ask.responseUrl()
                    .map(
                        url ->
                            new Destination.Reply(
                                url,
                                parts.clock().instant().plus(SlackLimits.RESPONSE_URL_LIFE),
                                1)),
                alone,
                how.quiet(),
                language));
  }

  @Override
  public boolean isChannel() {
    return !ask.isDirect();
  }

  @Override
  public Future<Void> subscribe(
      Principal who, Optional<KnownTarget> target, Set<Occasion> on, boolean digest) {
    return parts
        .subscriptions()
        .put(
            who,
            Optional.of(origin),
            new ChannelSubscription(
                channel(),
                key(target),
                target.map(KnownTarget::name).orElse(ChannelSubscription.ALL_TARGETS),
                on,
                digest,
                who.name(),
                ask.user()));
  }

  @Override
  public Future<List<Told>> told(Principal who, String wanted) {
    return parts
        .subscriptions()
        .meant(tenant(), channel(), wanted)
        .map(
            all ->
                all.stream()
                    .map(each -> new Told(each.target(), each.targetName(), each.on()))
                    .toList());
  }

  @Override
  public Future<Set<Occasion>> unsubscribe(Principal who, String key, Set<Occasion> on) {
    return parts.subscriptions().end(who, Optional.of(origin), channel(), key, on);
  }

  @Override
  public Future<Instant> mute(Principal who, Optional<KnownTarget> target, Duration time) {
    return parts.mutes().mute(who, Optional.of(origin), channel(), key(target), time);
  }

  private static String key(Optional<KnownTarget> target) {
    return target.map(each -> each.id().value()).orElse(ChannelSubscription.ALL_TARGETS);
  }

  /** Slack says who is a guest or comes from elsewhere: they are nobody here. */
  @Override
  public Future<Answer> link() {
    return parts
        .tokens()
        .token(tenant(), workspace.id())
        .compose(
            token -> token.map(this::link).orElseGet(() -> Future.succeededFuture(unanswered())));
  }

  private Future<Answer> link(BotToken token) {
    return parts
        .people()
        .person(token, ask.home().team(), ask.user())
        .map(Optional::of)
        .recover(
            failure ->
                failure instanceof Refusal.Unavailable
                    ? Future.succeededFuture(Optional.empty())
                    : Future.failedFuture(failure))
        .compose(
            found ->
                found
                    .map(
                        person ->
                            person.isMember()
                                ? offer(person.name())
                                : Future.succeededFuture(guest()))
                    .orElseGet(() -> Future.succeededFuture(unanswered())));
  }

  /** An answer, not a failure: it is Slack that is away, and nothing was done. */
  private Answer unanswered() {
    return new Answer.Refused(
        "unavailable", List.of(SlackOauth.noAnswer().text().in(standing.language())), List.of());
  }

  private Future<Answer> offer(String name) {
    var code = Unguessable.fresh(parts.random());
    var until = parts.clock().instant().plus(LINK_SERVES);
    var shown = name.codePoints().limit(100).toArray();
    return stores
        .accounts()
        .offer(
            tenant(),
            workspace.id(),
            ask.user(),
            new String(shown, 0, shown.length),
            Unguessable.hash(code),
            until)
        .map(
            new Answer.Follow(
                say(
                    "Follow the link within 10 minutes, sign in, and say that this is you. It is for you alone.",
                    "10분 안에 링크를 열고 로그인하여 본인임을 확인하세요. 다른 사람에게 전달하지 마세요."),
                say("Link my account", "계정 연결"),
                site().origin() + "/t/" + standing.slug() + "/slack-link/" + code));
  }

  private Answer guest() {
    return new Answer.Refused(
        "guest",
        List.of(
            say(
                "Guests and people of other workspaces cannot use this. Ask an admin of your workspace for an account.",
                "게스트나 다른 워크스페이스의 사용자는 이용할 수 없습니다. 워크스페이스 관리자에게 문의하세요.")),
        List.of());
  }

  @Override
  public Future<Boolean> unlink() {
    return stores
        .accounts()
        .forget(tenant(), Optional.of(origin), workspace.id(), ask.user(), "asked");
  }

  @Override
  public Answer.Said rights(Optional<Principal> who) {
    var lines = new ArrayList<String>();
    if (who.isEmpty()) {
      lines.add(say("Nobody knows you here: say link.", "연결된 계정이 없습니다. link를 입력하세요."));
      return new Answer.Said(lines);
    }
    var role = RoleWords.of(who.get().role());
    lines.add(
        say(
            "You are %s, %s of %s.".formatted(who.get().name(), role.english(), standing.slug()),
            "%s 님, 테넌트 %s, 역할 %s".formatted(who.get().name(), standing.slug(), role.korean())));
    if (isChannel()) {
      lines.add(
          standing
              .ceiling()
              .map(RoleWords::of)
              .map(
                  ceiling ->
                      say(
                          "In this channel you may do at most what the role %s may."
                              .formatted(ceiling.english()),
                          "이 채널에서는 최대 %s 역할의 권한까지 사용할 수 있습니다.".formatted(ceiling.korean())))
              .orElseGet(
                  () ->
                      say(
                          "No admin has let this channel see the tenant yet.",
                          "아직 관리자가 이 채널에 테넌트를 공개하지 않았습니다.")));
    }
    return new Answer.Said(lines);
  }

  @Override
  public String page(RunId run) {
    return site().run(run).toString();
  }

  @Override
  public String page(ArmId target) {
    return site().target(target).toString();
  }

  @Override
  public String page(Page list) {
    var site = site();
    var page =
        switch (list) {
          case TARGETS -> site.targets();
          case RUNS -> site.runs();
          case SCHEDULES -> site.schedules();
        };
    return page.toString();
  }

  private TenantId tenant() {
    return workspace.tenant();
  }

  private Channel channel() {
    return new Channel(workspace.id(), ask.channel());
  }

  private String say(String english, String korean) {
    return new Text(english, korean).in(standing.language());
  }
}
