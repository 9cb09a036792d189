package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.outbox.Delivery;
import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.outbox.Outcome;
import io.tunnelscope.app.outbox.Parcel;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes messages in Slack show what their runs are like. What is sent is read when it goes, so one
 * that waited says how things are, not how they were; what shows that already is left alone.
 *
 * <p>A message is posted once, by an id that Slack knows again, and changed from then on. Where its
 * channel is closed to us it goes down the ladder of {@link Way}s, step by step, and each step is
 * written with what Slack said before the next is tried. Any context.
 */
public final class SlackDelivery implements Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(SlackDelivery.class);

  /** How often a run that goes on is looked at. */
  private static final Duration LOOK = SlackLimits.BETWEEN_EDITS;

  /** Why a message would fare no better elsewhere, or must not try. */
  private static final Set<String> OF_THE_MESSAGE =
      Set.of(
          "workspace_cut_off",
          "channel_not_bound",
          "invalid_blocks",
          "invalid_blocks_format",
          "msg_too_long",
          "msg_blocks_too_long",
          "no_text",
          "invalid_arguments",
          "invalid_arg_name",
          "invalid_form_data");

  /** What the bot proves itself with. */
  @FunctionalInterface
  public interface BotProof {
    /** A token that works for a while yet; empty where the bot was removed or cut off. */
    Future<Optional<Secret>> find(TenantId tenant, UUID workspace);
  }

  /**
   * What it is made of.
   *
   * @param clock for the time of what could not be delivered
   */
  record Parts(
      PostStore posts,
      DigestStore digests,
      BucketStore buckets,
      UndeliveredStore undelivered,
      SiteStore sites,
      RunReports reports,
      BotProof proof,
      Envelope envelope,
      SlackClient client,
      ResponseUrls replies,
      Uuid7 ids,
      Clock clock) {}

  /** The hash of no text. */
  private static final String UNKNOWN = "00".repeat(32);

  private final Parts parts;

  SlackDelivery(Parts parts) {
    this.parts = parts;
  }

  /**
   * A message on its way down the ladder.
   *
   * @param isRepeated it may have been posted before, with another text
   */
  private record Going(
      TenantId tenant, Post post, SlackMessage message, boolean isEnd, boolean isRepeated) {
    Going by(Way way, String why) {
      var moved =
          new Post(
              post.id(),
              post.run(),
              post.channel(),
              post.onlyFor(),
              post.askedBy(),
              post.reply(),
              post.isQuiet(),
              post.language(),
              way,
              why,
              Optional.empty(),
              post.shown(),
              post.isClosed(),
              post.isBound());
      return new Going(tenant, moved, message, isEnd, isRepeated);
    }

    /** Slack tells repeated postings by id within a channel: another place, another id. */
    UUID directId() {
      return UUID.nameUUIDFromBytes((post.id() + " direct").getBytes(UTF_8));
    }
  }

  @Override
  public Future<Outcome> deliver(Parcel parcel) {
    return switch (Outgoing.read(parcel.body())) {
      case Outgoing.OfRun about -> ofRun(parcel, about);
      case Outgoing.Digest digest -> digest(parcel.tenant(), digest);
    };
  }

  private Future<Outcome> ofRun(Parcel parcel, Outgoing.OfRun about) {
    var tenant = parcel.tenant();
    return parts
        .posts()
        .find(tenant, about.post())
        .compose(
            found ->
                found.filter(post -> !post.isClosed()).isEmpty()
                    ? Future.succeededFuture(Outcome.done())
                    : read(tenant, found.get(), parcel.attempt() > 1).compose(this::show));
  }

  private Future<Going> read(TenantId tenant, Post post, boolean isRepeated) {
    return parts
        .reports()
        .of(tenant, post.run())
        .compose(
            report ->
                parts
                    .sites()
                    .of(tenant)
                    .map(
                        settled ->
                            new Going(
                                tenant,
                                post,
                                linted(report, settled, post),
                                report.run().isFinished(),
                                isRepeated)));
  }

  private static SlackMessage linted(RunReport report, SiteStore.Settled settled, Post post) {
    var language = post.language().orElse(settled.language());
    var message = RunSummary.of(report, settled.site(), language);
    return passes(message, post.run().toString())
        ? message
        : RunSummary.least(report, settled.site(), language);
  }

  /** A bug of ours if not. Slack would refuse all of it. */
  private static boolean passes(SlackMessage message, String about) {
    var violations = SlackLimits.violations(message);
    if (!violations.isEmpty()) {
      LOG.atError()
          .addKeyValue("about", about)
          .addKeyValue("violations", violations)
          .log("message would be refused");
    }
    return violations.isEmpty();
  }

  private Future<Outcome> show(Going going) {
    var post = going.post();
    if (!going.isEnd() && isSilentUntilTheEnd(post)) {
      return Future.succeededFuture(Outcome.done());
    }
    if (post.shown().isPresent()) {
      var wait = SlackLimits.BETWEEN_EDITS.minus(post.shown().get().ago());
      if (post.shown().get().hash().equals(going.message().hash())) {
        return Future.succeededFuture(unchanged(going));
      }
      if (wait.isPositive()) {
        return Future.succeededFuture(Outcome.later(wait));
      }
    }
    return go(going);
  }

  private static boolean isSilentUntilTheEnd(Post post) {
    return post.isQuiet() || post.way() == Way.RESPONSE_URL || post.way() == Way.INBOX;
  }

  private Outcome unchanged(Going going) {
    return going.isEnd()
        ? Outcome.done(
            parts
                .posts()
                .shown(
                    going.tenant(),
                    going.post().id(),
                    going.post().kept(),
                    going.message().hash(),
                    true))
        : new Outcome.Done(Besides.NOTHING, Optional.of(LOOK));
  }

  private Future<Outcome> go(Going going) {
    if (!going.post().isBound() && going.post().way() != Way.INBOX) {
      return stepDown(going, "channel_not_bound");
    }
    return switch (going.post().way()) {
      case CHANNEL -> withToken(going, token -> toChannel(going, token));
      case RESPONSE_URL -> withToken(going, _ -> toReply(going));
      case DIRECT -> withToken(going, token -> directly(going, token));
      case INBOX -> Future.succeededFuture(toInbox(going));
    };
  }

  private Future<Outcome> withToken(Going going, Function<Secret, Future<Outcome>> work) {
    return parts
        .proof()
        .find(going.tenant(), going.post().channel().workspace())
        .compose(
            token ->
                token.isPresent() ? work.apply(token.get()) : stepDown(going, "workspace_cut_off"));
  }

  private Future<Outcome> toChannel(Going going, Secret token) {
    var post = going.post();
    var channel = post.channel().id();
    if (post.onlyFor().isPresent()) {
      return call(
          going,
          SlackMethod.POST_EPHEMERAL,
          Optional.empty(),
          () ->
              parts.client().postEphemeral(token, channel, post.onlyFor().get(), going.message()));
    }
    return postOrChange(going, token, channel, post.id());
  }

  private Future<Outcome> postOrChange(Going going, Secret token, String channel, UUID id) {
    var kept = going.post().kept();
    return kept.isPresent()
        ? call(
            going,
            SlackMethod.UPDATE,
            Optional.empty(),
            () ->
                parts
                    .client()
                    .update(token, kept.get().channel(), kept.get().ts(), going.message()))
        : call(
            going,
            SlackMethod.POST_MESSAGE,
            Optional.of(channel),
            () -> parts.client().post(token, channel, going.message(), id));
  }

  private Future<Outcome> directly(Going going, Secret token) {
    if (going.post().kept().isPresent()) {
      return postOrChange(going, token, "", going.directId());
    }
    if (going.post().askedBy().isEmpty()) {
      return stepDown(going, "nobody_asked");
    }
    return paced(
        going,
        SlackMethod.OPEN_CONVERSATION,
        Optional.empty(),
        () -> parts.client().openConversation(token, going.post().askedBy().get()),
        opened -> postOrChange(going, token, opened.channel(), going.directId()));
  }

  private Future<Outcome> toReply(Going going) {
    var reply = going.post().reply();
    if (reply.isEmpty()) {
      return stepDown(going, "none");
    }
    return parts
        .posts()
        .use(going.tenant(), reply.get())
        .compose(
            address ->
                address.isEmpty()
                    ? stepDown(going, "used_up")
                    : parts
                        .envelope()
                        .open(going.tenant(), PostStore.placeOf(reply.get()), address.get())
                        .compose(
                            url ->
                                parts.replies().send(url, going.message(), isForAll(going.post())))
                        .compose(
                            answer ->
                                switch (answer) {
                                  case Sent _ ->
                                      Future.succeededFuture(shown(going, Optional.empty()));
                                  case Refused refused -> stepDown(going, refused.error());
                                  // It knows no ids: a second time could be a second message.
                                  case Ambiguous ambiguous -> stepDown(going, ambiguous.why());
                                  case Later _ -> stepDown(going, "rate_limited");
                                }));
  }

  /** A conversation of people in which the bot is not: the others there need not be members. */
  private static boolean isForAll(Post post) {
    return post.onlyFor().isEmpty() && !post.channel().id().startsWith("D");
  }

  private Future<Outcome> call(
      Going going,
      SlackMethod method,
      Optional<String> channel,
      Supplier<Future<SlackAnswer>> work) {
    return paced(
        going,
        method,
        channel,
        work,
        sent -> {
          var kept =
              Optional.of(new Post.Kept(sent.channel(), sent.ts()))
                  .filter(at -> !at.ts().isEmpty() && method != SlackMethod.POST_EPHEMERAL);
          return Future.succeededFuture(
              method == SlackMethod.POST_MESSAGE && going.isRepeated() && kept.isPresent()
                  ? found(going, kept)
                  : shown(going, kept));
        });
  }

  /**
   * Slack answers a repeated post with the first one, and that may say less: it is changed next.
   */
  private Outcome found(Going going, Optional<Post.Kept> kept) {
    return new Outcome.Done(
        parts.posts().shown(going.tenant(), going.post().id(), kept, UNKNOWN, false),
        Optional.of(SlackLimits.BETWEEN_EDITS));
  }

  /** One call, when all nodes together may make it. */
  private Future<Outcome> paced(
      Going going,
      SlackMethod method,
      Optional<String> channel,
      Supplier<Future<SlackAnswer>> work,
      Function<Sent, Future<Outcome>> then) {
    var workspace = going.post().channel().workspace();
    return parts
        .buckets()
        .take(going.tenant(), workspace, method, channel)
        .compose(
            wait ->
                wait.isPresent()
                    ? Future.succeededFuture(Outcome.later(wait.get()))
                    : work.get()
                        .compose(
                            answer ->
                                switch (answer) {
                                  case Sent sent -> then.apply(sent);
                                  case Later later ->
                                      parts
                                          .buckets()
                                          .rest(going.tenant(), workspace, method, later.after())
                                          .map(_ -> Outcome.later(later.after()));
                                  case Ambiguous ambiguous ->
                                      Future.succeededFuture(new Outcome.Failed(ambiguous.why()));
                                  case Refused refused -> stepDown(going, refused.error());
                                }));
  }

  private Outcome shown(Going going, Optional<Post.Kept> kept) {
    return new Outcome.Done(
        parts
            .posts()
            .shown(going.tenant(), going.post().id(), kept, going.message().hash(), going.isEnd()),
        going.isEnd() ? Optional.empty() : Optional.of(LOOK));
  }

  /** The next way, once it is written why. */
  private Future<Outcome> stepDown(Going going, String error) {
    var next = OF_THE_MESSAGE.contains(error) ? Way.INBOX : next(going.post().way());
    var why =
        (going.post().why().isEmpty() ? "" : going.post().why() + "; ")
            + SlackWords.way(going.post().way())
            + ": "
            + error;
    LOG.atInfo()
        .addKeyValue("tenant", going.tenant())
        .addKeyValue("run", going.post().run())
        .addKeyValue("way", next)
        .addKeyValue("why", why)
        .log("message takes another way");
    return parts
        .posts()
        .takes(going.tenant(), going.post().id(), next, why)
        .compose(
            _ -> {
              var moved = going.by(next, why);
              return !moved.isEnd() && isSilentUntilTheEnd(moved.post())
                  ? Future.succeededFuture(Outcome.done())
                  : go(moved);
            });
  }

  private static Way next(Way way) {
    return switch (way) {
      case CHANNEL -> Way.RESPONSE_URL;
      case RESPONSE_URL -> Way.DIRECT;
      case DIRECT, INBOX -> Way.INBOX;
    };
  }

  private Outcome toInbox(Going going) {
    return Outcome.done(inInbox(going, going.post().why()));
  }

  private Besides inInbox(Going going, String why) {
    var post = going.post();
    return parts
        .posts()
        .closed(going.tenant(), post.id(), why)
        .and(
            parts
                .undelivered()
                .add(
                    going.tenant(),
                    new Undelivered(
                        parts.ids().next(),
                        parts.clock().instant(),
                        post.channel(),
                        post.askedBy(),
                        Optional.of(post.run()),
                        why,
                        going.message().text())));
  }

  private Future<Outcome> digest(TenantId tenant, Outgoing.Digest digest) {
    return digestMessage(tenant, digest)
        .compose(
            message ->
                message.isEmpty()
                    ? Future.succeededFuture(Outcome.done(parts.digests().told(tenant, digest)))
                    : parts
                        .proof()
                        .find(tenant, digest.channel().workspace())
                        .compose(
                            token ->
                                token.isEmpty()
                                    ? Future.succeededFuture(
                                        Outcome.done(
                                            digestInInbox(
                                                tenant,
                                                digest,
                                                message.get(),
                                                "channel: workspace_cut_off")))
                                    : post(tenant, digest, message.get(), token.get())));
  }

  /** Empty when all its runs are gone. */
  private Future<Optional<SlackMessage>> digestMessage(TenantId tenant, Outgoing.Digest digest) {
    return parts
        .digests()
        .runs(tenant, digest)
        .compose(
            runs ->
                runs.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : parts
                        .sites()
                        .of(tenant)
                        .compose(
                            settled ->
                                Future.join(
                                        runs.stream()
                                            .limit(DigestSummary.MOST_LINES)
                                            .map(run -> parts.reports().of(tenant, run))
                                            .toList())
                                    .map(
                                        reports ->
                                            Optional.of(
                                                DigestSummary.of(
                                                    reports.list(),
                                                    runs.size(),
                                                    settled.site(),
                                                    settled.language())))));
  }

  private Future<Outcome> post(
      TenantId tenant, Outgoing.Digest digest, SlackMessage message, Secret token) {
    var channel = digest.channel();
    var id =
        UUID.nameUUIDFromBytes(
            (tenant + " " + channel.lane() + " " + digest.period()).getBytes(UTF_8));
    return parts
        .buckets()
        .take(tenant, channel.workspace(), SlackMethod.POST_MESSAGE, Optional.of(channel.id()))
        .compose(
            wait ->
                wait.isPresent()
                    ? Future.succeededFuture(Outcome.later(wait.get()))
                    : parts
                        .client()
                        .post(token, channel.id(), message, id)
                        .compose(answer -> digestSent(tenant, digest, message, answer)));
  }

  private Future<Outcome> digestSent(
      TenantId tenant, Outgoing.Digest digest, SlackMessage message, SlackAnswer answer) {
    return switch (answer) {
      case Sent _ -> Future.succeededFuture(Outcome.done(parts.digests().told(tenant, digest)));
      case Ambiguous ambiguous -> Future.succeededFuture(new Outcome.Failed(ambiguous.why()));
      case Refused refused ->
          Future.succeededFuture(
              Outcome.done(digestInInbox(tenant, digest, message, "channel: " + refused.error())));
      case Later later ->
          parts
              .buckets()
              .rest(tenant, digest.channel().workspace(), SlackMethod.POST_MESSAGE, later.after())
              .map(_ -> Outcome.later(later.after()));
    };
  }

  private Besides digestInInbox(
      TenantId tenant, Outgoing.Digest digest, SlackMessage message, String why) {
    return parts
        .digests()
        .told(tenant, digest)
        .and(
            parts
                .undelivered()
                .add(
                    tenant,
                    new Undelivered(
                        parts.ids().next(),
                        parts.clock().instant(),
                        digest.channel(),
                        Optional.empty(),
                        Optional.empty(),
                        why,
                        message.text())));
  }

  @Override
  public Future<Besides> giveUp(Parcel parcel, String why) {
    return switch (Outgoing.read(parcel.body())) {
      case Outgoing.OfRun about -> giveUp(parcel.tenant(), about, why);
      case Outgoing.Digest digest ->
          digestMessage(parcel.tenant(), digest)
              .map(
                  message ->
                      message
                          .map(
                              text ->
                                  digestInInbox(parcel.tenant(), digest, text, "given_up: " + why))
                          .orElse(Besides.NOTHING));
    };
  }

  /** Of a run that goes on nothing is lost: its end comes as a message of its own. */
  private Future<Besides> giveUp(TenantId tenant, Outgoing.OfRun about, String why) {
    return parts
        .posts()
        .find(tenant, about.post())
        .compose(
            post ->
                post.isEmpty()
                    ? Future.succeededFuture(Besides.NOTHING)
                    : read(tenant, post.get(), true)
                        .map(
                            going ->
                                going.isEnd()
                                    ? inInbox(going, reason(going.post(), why))
                                    : Besides.NOTHING));
  }

  private static String reason(Post post, String why) {
    return (post.why().isEmpty() ? "" : post.why() + "; ")
        + SlackWords.way(post.way())
        + ": given_up "
        + why;
  }
}
