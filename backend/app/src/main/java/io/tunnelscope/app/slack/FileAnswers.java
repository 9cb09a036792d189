package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.tunnelscope.app.slack.SlackAnswer.Upload;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings answers that are files: to everybody in the place where that was wished, else into the
 * conversation of the bot with who asked, as Slack has no file that one person of a channel sees.
 * Until Slack shows it, or refuses it, or who asked has waited long enough. Files know no ids: one
 * that Slack showed without saying so is there twice. Any thread.
 */
final class FileAnswers {
  private static final Logger log = LoggerFactory.getLogger(FileAnswers.class);

  private static final Text IN_DIRECT_MESSAGES =
      new Text("The report is in your direct messages with me.", "보고서를 다이렉트 메시지로 보냈습니다.");
  private static final Text MISSING_SCOPE =
      new Text(
          "I may not send files yet. An admin must add the app to Slack again. The run:",
          "봇에 파일을 보낼 권한이 없습니다. 관리자가 Slack에 앱을 다시 추가해야 합니다. 점검:");
  private static final Text NOT_IN_CHANNEL =
      new Text(
          "I am not in this channel: invite me, or leave --here out. The run:",
          "봇이 이 채널에 없습니다. 봇을 초대하거나 --here를 빼고 다시 입력하세요. 점검:");

  private final SlackIn.Parts parts;

  FileAnswers(SlackIn.Parts parts) {
    this.parts = parts;
  }

  /**
   * The file, with what is said beside it or instead of it.
   *
   * @param comment which run it is about
   */
  record Given(Answer.Report report, SlackMessage comment, Site site, Language language) {
    Given {
      requireNonNull(report, "report");
      requireNonNull(comment, "comment");
      requireNonNull(site, "site");
      requireNonNull(language, "language");
    }
  }

  /**
   * @return what who asked is to be told besides: where the file is, or why there is none
   */
  Future<Optional<SlackMessage>> bring(
      WorkspaceStore.Known workspace, Ask ask, Given given, Patience patience) {
    return place(workspace, ask, given, patience)
        .compose(
            place ->
                place instanceof Sent there
                    ? send(workspace, there.channel(), ask, given, patience)
                        .map(answer -> said(answer, there.channel(), ask, given))
                    : Future.succeededFuture(Optional.of(refused(place, given))));
  }

  /** {@link Sent} names the channel. */
  private Future<SlackAnswer> place(
      WorkspaceStore.Known workspace, Ask ask, Given given, Patience patience) {
    boolean isBots = ask.isDirect() && ask.responseUrl().isEmpty();
    return isBots || given.report().isForAll() && !ask.isDirect()
        ? Future.succeededFuture(new Sent(ask.channel(), ""))
        : patience.untilDone(
            () ->
                parts
                    .calls()
                    .once(
                        workspace,
                        SlackMethod.OPEN_CONVERSATION,
                        Optional.empty(),
                        token -> parts.client().openConversation(token, ask.user())));
  }

  private Future<SlackAnswer> send(
      WorkspaceStore.Known workspace, String channel, Ask ask, Given given, Patience patience) {
    var thread = channel.equals(ask.channel()) ? ask.thread() : Optional.<String>empty();
    return patience
        .untilDone(() -> upload(workspace, given.report()))
        .compose(
            answer ->
                answer instanceof Sent sent && sent.upload().isPresent()
                    ? show(workspace, channel, thread, sent.upload().get(), given, patience)
                    : Future.succeededFuture(answer));
  }

  /** An address serves once: where the bytes did not go, the next try has one of its own. */
  private Future<SlackAnswer> upload(WorkspaceStore.Known workspace, Answer.Report report) {
    var bytes = Buffer.buffer(report.text().getBytes(UTF_8));
    return parts
        .calls()
        .once(
            workspace,
            SlackMethod.BEGIN_UPLOAD,
            Optional.empty(),
            token -> parts.client().beginUpload(token, report.file(), bytes.length()))
        .compose(
            answer ->
                answer instanceof Sent sent
                    ? sent.upload()
                        .map(upload -> parts.uploads().send(upload.address(), bytes))
                        .orElseGet(() -> Future.succeededFuture(new Ambiguous("no_address")))
                        .map(taken -> taken instanceof Sent ? sent : taken)
                    : Future.succeededFuture(answer));
  }

  private Future<SlackAnswer> show(
      WorkspaceStore.Known workspace,
      String channel,
      Optional<String> thread,
      Upload upload,
      Given given,
      Patience patience) {
    return patience.untilDone(
        () ->
            parts
                .calls()
                .once(
                    workspace,
                    SlackMethod.COMPLETE_UPLOAD,
                    Optional.of(channel),
                    token ->
                        parts
                            .client()
                            .completeUpload(
                                token,
                                upload.file(),
                                given.report().file(),
                                channel,
                                thread,
                                given.comment())));
  }

  private Optional<SlackMessage> said(SlackAnswer answer, String channel, Ask ask, Given given) {
    if (!(answer instanceof Sent)) {
      return Optional.of(refused(answer, given));
    }
    return channel.equals(ask.channel())
        ? Optional.empty()
        : Optional.of(message(given, List.of(IN_DIRECT_MESSAGES.in(given.language()))));
  }

  private SlackMessage refused(SlackAnswer answer, Given given) {
    log.atWarn().addKeyValue("answer", answer).log("Slack did not take a file");
    var why =
        switch (answer) {
          case Refused(var error) when error.equals("missing_scope") -> MISSING_SCOPE;
          case Refused(var error)
              when given.report().isForAll()
                  && (error.equals("not_in_channel") || error.equals("channel_not_found")) ->
              NOT_IN_CHANNEL;
          case Refused(var error) -> notTaken(" (" + error + ")");
          default -> notTaken("");
        };
    return message(given, List.of(why.in(given.language()), given.report().page()));
  }

  private static Text notTaken(String word) {
    return new Text(
        "Slack did not take the report" + word + ". The run:",
        "Slack에서 보고서 파일을 받지 않았습니다" + word + ". 점검:");
  }

  private SlackMessage message(Given given, List<String> lines) {
    return new AnswerMessage(given.site(), given.language(), parts.ids())
        .of(new Answer.Said(lines));
  }
}
