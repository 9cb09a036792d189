package io.tunnelscope.app.slack;

import io.tunnelscope.app.outbox.OutboxStore.Besides;
import io.tunnelscope.app.outbox.Outcome;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the message of a run to people by the best {@link Way} that there is. Where one is closed
 * it takes the next, and why is written before that is tried. Any context.
 */
final class Ladder {
  private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);

  /** Why a message would fare no better elsewhere, or must not try. */
  private static final Set<String> OF_THE_MESSAGE =
      Set.of(
          "workspace_cut_off",
          "token_not_renewed",
          "channel_not_bound",
          "no_member",
          "invalid_blocks",
          "invalid_blocks_format",
          "msg_too_long",
          "msg_blocks_too_long",
          "no_text",
          "invalid_arguments",
          "invalid_arg_name",
          "invalid_form_data");

  /** The hash of no text. */
  private static final String UNKNOWN = "00".repeat(32);

  private final SlackDelivery.Parts parts;
  private final PacedCalls calls;

  Ladder(SlackDelivery.Parts parts) {
    this.parts = parts;
    this.calls = new PacedCalls(parts.buckets());
  }

  Future<Outcome> go(Going going) {
    var shut = going.post().shut();
    if (shut.isPresent()) {
      return stepDown(going, shut.get());
    }
    return switch (going.post().way()) {
      case CHANNEL -> withToken(going, token -> toChannel(going, token));
      case RESPONSE_URL -> withToken(going, _ -> toReply(going));
      case DIRECT -> withToken(going, token -> directly(going, token));
      case INBOX -> Future.succeededFuture(Outcome.done(inInbox(going, going.post().why())));
    };
  }

  private Future<Outcome> withToken(Going going, Function<Secret, Future<Outcome>> work) {
    return parts
        .tokens()
        .means(going.tenant(), going.post().channel().workspace())
        .compose(
            means ->
                switch (means) {
                  case BotTokens.Means.Good(var token) -> work.apply(token);
                  case BotTokens.Means.None(var why) -> stepDown(going, why);
                });
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
              parts
                  .client()
                  .postEphemeral(
                      token, channel, Optional.empty(), post.onlyFor().get(), going.message()));
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
    return paced(
        going,
        SlackMethod.OPEN_CONVERSATION,
        Optional.empty(),
        () -> parts.client().openConversation(token, going.post().askedBy().orElseThrow()),
        opened -> postOrChange(going, token, opened.channel(), going.directId()));
  }

  private Future<Outcome> toReply(Going going) {
    var reply = going.post().reply();
    if (reply.isEmpty()) {
      return stepDown(going, "none");
    }
    if (going.post().isReplyTried()) {
      return stepDown(going, "tried");
    }
    return parts
        .posts()
        .use(going.tenant(), going.post().id(), reply.get())
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

  private Future<Outcome> paced(
      Going going,
      SlackMethod method,
      Optional<String> channel,
      Supplier<Future<SlackAnswer>> work,
      Function<Sent, Future<Outcome>> then) {
    return calls.make(
        new PacedCalls.Call(going.tenant(), going.post().channel().workspace(), method, channel),
        work,
        then,
        error -> stepDown(going, error));
  }

  private Outcome shown(Going going, Optional<Post.Kept> kept) {
    return new Outcome.Done(
        parts
            .posts()
            .shown(going.tenant(), going.post().id(), kept, going.message().hash(), going.isEnd()),
        going.isEnd() ? Optional.empty() : Optional.of(SlackLimits.BETWEEN_EDITS));
  }

  /** The next way, once it is written why. */
  private Future<Outcome> stepDown(Going going, String error) {
    var next = OF_THE_MESSAGE.contains(error) ? Way.INBOX : next(going.post().way());
    var why = why(going.post(), error);
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
              return moved.isSilentYet() ? Future.succeededFuture(Outcome.done()) : go(moved);
            });
  }

  private static Way next(Way way) {
    return switch (way) {
      case CHANNEL -> Way.RESPONSE_URL;
      case RESPONSE_URL -> Way.DIRECT;
      case DIRECT, INBOX -> Way.INBOX;
    };
  }

  /** Nobody in Slack is told; the page of what could not be delivered says so. */
  Besides inInbox(Going going, String why) {
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

  /** All that kept the message from a better way, and what does now. */
  static String why(Post post, String error) {
    return (post.why().isEmpty() ? "" : post.why() + "; ")
        + SlackWords.way(post.way())
        + ": "
        + error;
  }
}
