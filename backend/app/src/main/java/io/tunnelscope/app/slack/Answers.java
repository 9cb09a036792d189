package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings answers to who asked: to the address that came along; where there is none, or it does not
 * say that it took it, into the place as a message that nobody else sees; where Slack does not say
 * that it did that, to them directly, until it has. What Slack limits waits as long as Slack wants;
 * what it does not take anywhere, while who asked has the patience for it, is logged.
 *
 * <p>Addresses and messages that one person sees know no ids: an answer that Slack took without
 * saying so is there twice, which is better than not at all. A message in a conversation with the
 * bot carries an id and is shown once. Files are brought by {@link FileAnswers}. Any thread.
 */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final SlackIn.Parts parts;
  private final FileAnswers files;

  Answers(SlackIn.Parts parts) {
    this.parts = parts;
    this.files = new FileAnswers(parts);
  }

  Future<Void> bring(Ask ask, Reception.Reply reply, Patience patience) {
    return brought(ask, reply, patience.whileStill(reply.still()))
        .recover(
            failure -> {
              if (failure instanceof Patience.Ended) {
                log.atInfo().addKeyValue("why", failure.getMessage()).log("an answer was let go");
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure);
            });
  }

  private Future<Void> brought(Ask ask, Reception.Reply reply, Patience patience) {
    return reply.file().isPresent() && reply.workspace().isPresent()
        ? files
            .bring(reply.workspace().get(), ask, reply.file().get(), patience)
            .compose(
                besides ->
                    besides
                        .map(said -> tell(ask, reply.with(said), patience))
                        .orElseGet(Future::succeededFuture))
        : tell(ask, reply, patience);
  }

  private Future<Void> tell(Ask ask, Reception.Reply reply, Patience patience) {
    return ask.responseUrl()
        .map(
            url ->
                parts
                    .responseUrls()
                    .send(url, reply.message(), false)
                    .compose(answer -> orElse(answer, () -> post(ask, reply, patience))))
        .orElseGet(() -> post(ask, reply, patience))
        .map(
            answer -> {
              if (!(answer instanceof Sent)) {
                log.atWarn().addKeyValue("answer", answer).log("Slack did not take an answer");
              }
              return null;
            });
  }

  private static Future<SlackAnswer> orElse(
      SlackAnswer answer, Supplier<Future<SlackAnswer>> next) {
    return answer instanceof Sent ? Future.succeededFuture(answer) : next.get();
  }

  private Future<SlackAnswer> post(Ask ask, Reception.Reply reply, Patience patience) {
    return reply
        .workspace()
        .map(workspace -> post(workspace, ask, reply.message(), patience))
        .orElseGet(() -> Future.succeededFuture(new Refused("no_workspace")));
  }

  private Future<SlackAnswer> post(
      WorkspaceStore.Known workspace, Ask ask, SlackMessage message, Patience patience) {
    var there =
        ask.isDirect()
            ? write(workspace, ask, ask.channel(), ask.thread(), message, patience)
            : patience.untilTried(() -> show(workspace, ask, message));
    return there.compose(
        answer -> orElse(answer, () -> directly(workspace, ask, message, patience)));
  }

  private Future<SlackAnswer> show(WorkspaceStore.Known workspace, Ask ask, SlackMessage message) {
    return parts
        .calls()
        .once(
            workspace,
            SlackMethod.POST_EPHEMERAL,
            Optional.empty(),
            token ->
                parts
                    .client()
                    .postEphemeral(token, ask.channel(), ask.thread(), ask.user(), message));
  }

  private Future<SlackAnswer> directly(
      WorkspaceStore.Known workspace, Ask ask, SlackMessage message, Patience patience) {
    return patience
        .untilDone(
            () ->
                parts
                    .calls()
                    .once(
                        workspace,
                        SlackMethod.OPEN_CONVERSATION,
                        Optional.empty(),
                        token -> parts.client().openConversation(token, ask.user())))
        .compose(
            opened ->
                opened instanceof Sent conversation
                    ? write(
                        workspace, ask, conversation.channel(), Optional.empty(), message, patience)
                    : Future.succeededFuture(opened));
  }

  private Future<SlackAnswer> write(
      WorkspaceStore.Known workspace,
      Ask ask,
      String channel,
      Optional<String> thread,
      SlackMessage message,
      Patience patience) {
    return patience.untilDone(
        () ->
            parts
                .calls()
                .once(
                    workspace,
                    SlackMethod.POST_MESSAGE,
                    Optional.of(channel),
                    token -> parts.client().post(token, channel, thread, message, idOf(ask))));
  }

  /** By which Slack knows the answer again when the same is asked a second time. */
  private static UUID idOf(Ask ask) {
    return UUID.nameUUIDFromBytes(("answer " + ask.home() + ask.key()).getBytes(UTF_8));
  }
}
