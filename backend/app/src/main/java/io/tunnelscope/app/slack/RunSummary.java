package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.ResultWords;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Explanation;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.diff.Change;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run as Slack shows it: while it goes on one line that changes; at its end what is wrong, what
 * changed, what proves it and what to do. What does not fit is counted and linked. Status is said
 * in words. Pure; any thread.
 */
final class RunSummary {
  private static final int MOST_NAME = 100;
  private static final int MOST_SENTENCE = 700;
  private static final int MOST_PROOF = 400;
  private static final int MOST_ACTION = 400;
  private static final int MOST_LINK_WORDS = 80;
  private static final int MOST_CHANGES = 4;
  private static final int MOST_ACTIONS = 3;
  private static final int MOST_FINDINGS = 3;

  /** An action whose link takes more stands without it. */
  private static final int MOST_LINK = 480;

  private final RunReport report;
  private final Site site;
  private final Language language;
  private final Audience audience;
  private final Blocks blocks = new Blocks();

  private RunSummary(RunReport report, Site site, Language language, Audience audience) {
    this.report = report;
    this.site = site;
    this.language = language;
    this.audience = audience;
  }

  static SlackMessage of(RunReport report, Site site, Language language, Audience audience) {
    var summary = new RunSummary(report, site, language, audience);
    return report.run().isFinished() ? summary.end() : summary.progress();
  }

  /** What is certain to go, should the linter ever refuse the whole. */
  static SlackMessage least(RunReport report, Site site, Language language) {
    var summary = new RunSummary(report, site, language, Audience.CHANNEL);
    var said = summary.state() + ": " + summary.name();
    return new SlackMessage(
        said,
        new Blocks()
            .section(
                said
                    + "\n"
                    + SlackText.link(
                        site.run(report.run().id()),
                        SlackWords.DETAILS_ON_PAGE.in(language),
                        site.authority(),
                        MOST_LINK_WORDS))
            .done());
  }

  /** One line of a list of runs. */
  static String line(RunReport report, Site site, Language language) {
    var summary = new RunSummary(report, site, language, Audience.CHANNEL);
    var cause =
        report
            .diagnosis()
            .map(found -> ": " + SlackText.of(summary.explain(found.worst()).summary(), 200))
            .orElse("");
    return "• *" + summary.state() + "* " + summary.linkedName() + cause;
  }

  private SlackMessage progress() {
    var run = report.run();
    var doing =
        report
            .doing()
            .map(now -> now.words().in(language) + " (" + now.percent() + " %)")
            .orElse(say(run.state() == RunState.QUEUED ? SlackWords.WAITING : SlackWords.STARTING));
    blocks.section("*" + state() + "*: " + linkedName() + "\n" + SlackText.of(doing, 300));
    blocks.context(askedBy());
    if (canOpen()) {
      blocks.actions(new JsonArray().add(open()));
    }
    return new SlackMessage(
        state() + ": " + name() + ". " + SlackText.of(doing, 300), blocks.done());
  }

  private SlackMessage end() {
    blocks.header(SlackText.plain(state() + ": " + report.run().targetName(), 150));
    var told =
        report
            .diagnosis()
            .map(this::diagnosed)
            .orElseGet(
                () -> {
                  var why = withoutDiagnosis();
                  blocks.section(why);
                  return why;
                });
    changes();
    report.diagnosis().ifPresent(this::rest);
    blocks.context(footer());
    blocks.actions(buttons());
    return new SlackMessage(state() + ": " + name() + ". " + told, blocks.done());
  }

  /** The root cause in one sentence. */
  private String diagnosed(Diagnosis found) {
    var worst = found.worst();
    var sentence = SlackText.of(explain(worst).summary(), MOST_SENTENCE);
    var namesCause =
        worst.cause() != Cause.UNDETERMINABLE && (found.findings().size() > 1 || !isHealthy(found));
    blocks.section(
        namesCause ? "*" + say(SlackWords.cause(worst.certainty())) + "*: " + sentence : sentence);
    return sentence;
  }

  private static boolean isHealthy(Diagnosis found) {
    return found.worst().severity() == Severity.OK;
  }

  private String withoutDiagnosis() {
    return report
        .run()
        .failure()
        .map(failure -> SlackText.of(failure.text().in(language), MOST_SENTENCE))
        .orElse(say(SlackWords.DETAILS_ON_PAGE));
  }

  private void changes() {
    var run = report.run();
    if (run.verdict().isEmpty()) {
      return;
    }
    var changed = report.changes().map(RunDetails.Changes::diff);
    if (changed.isEmpty()) {
      // Without the one before, only what the run itself knows of it can be said.
      if (run.previous().isEmpty()) {
        blocks.context(say(SlackWords.FIRST_RUN));
      }
    } else if (!changed.get().changed()) {
      blocks.context(say(SlackWords.UNCHANGED));
    } else {
      blocks.section(
          "*"
              + say(SlackWords.CHANGED)
              + "*\n"
              + list(changed.get().changes(), MOST_CHANGES, this::change));
    }
  }

  private String change(Change change) {
    return "• "
        + say(ResultWords.change(change.kind()))
        + ": "
        + SlackText.of(ActionCatalog.title(change.cause(), language), 200);
  }

  private void rest(Diagnosis found) {
    found.worst().proof().stream().findFirst().ifPresent(this::proof);
    var actions = explain(found.worst()).actions();
    if (!actions.isEmpty()) {
      blocks.section(
          "*" + say(SlackWords.WHAT_TO_DO) + "*\n" + list(actions, MOST_ACTIONS, this::action));
    }
    var others = found.findings().subList(1, found.findings().size());
    if (!others.isEmpty()) {
      blocks.section(
          "*"
              + say(SlackWords.MORE_FINDINGS)
              + "*\n"
              + list(
                  others,
                  MOST_FINDINGS,
                  each -> "• " + SlackText.of(explain(each).summary(), MOST_ACTION)));
    }
  }

  /** The line that shows it, with where it stands. */
  private void proof(EvidenceRef ref) {
    var line = SlackText.code(ref.text(), MOST_PROOF);
    blocks.context(
        say(SlackWords.PROOF)
            + ": "
            + SlackText.of(ref.file(), MOST_NAME)
            + ":"
            + ref.line()
            + (line.isEmpty() ? "" : " " + line));
  }

  private String action(RecommendedAction action) {
    var words = SlackText.of(action.text(), MOST_ACTION);
    var link = SlackText.link(action.uri(), action.uriText(), site.authority(), MOST_LINK_WORDS);
    return "• " + words + (link.length() > MOST_LINK ? "" : " " + link);
  }

  /** The first of them a line each, and how many more there are on the page. */
  private <T> String list(List<T> all, int most, Function<T, String> line) {
    var lines = new ArrayList<String>();
    all.stream().limit(most).map(line).forEach(lines::add);
    if (all.size() > most) {
      lines.add(
          SlackText.link(
              site.run(report.run().id()),
              SlackWords.more(all.size() - most, language),
              site.authority(),
              MOST_LINK_WORDS));
    }
    return String.join("\n", lines);
  }

  private String footer() {
    var parts = new ArrayList<String>();
    parts.add(askedBy());
    took(report.run()).ifPresent(time -> parts.add(SlackWords.took(time.toSeconds(), language)));
    report
        .diagnosis()
        .map(found -> found.missing().size())
        .filter(missing -> missing > 0)
        .ifPresent(missing -> parts.add(SlackWords.notSeen(missing, language)));
    return String.join(" · ", parts);
  }

  private static Optional<Duration> took(Run run) {
    return run.times()
        .started()
        .flatMap(from -> run.times().finished().map(to -> Duration.between(from, to)));
  }

  private JsonArray buttons() {
    var run = report.run().id().toString();
    var buttons = new JsonArray();
    buttons.add(runAgain());
    if (report.changes().isPresent()) {
      buttons.add(Blocks.button("diff", say(SlackWords.COMPARE), run));
    }
    if (audience.isChannel()) {
      buttons.add(Blocks.button("mute", say(SlackWords.MUTE), run));
    }
    return canOpen() ? buttons.add(open()) : buttons;
  }

  /** As it was asked for; a run that brings tunnels up is asked back. */
  private JsonObject runAgain() {
    var run = report.run();
    var again = new Again(run.id().value(), audience.isPrivate(), audience.isQuiet());
    var button = Blocks.button("run", say(SlackWords.RUN_AGAIN), again.written());
    return run.active()
        ? AnswerMessage.askedBackActive(
            button, SlackText.plain(run.targetName(), MOST_NAME), language)
        : button;
  }

  /** An installation without TLS has no pages that Slack may link to. */
  private boolean canOpen() {
    return SlackText.mayLink(site.run(report.run().id()));
  }

  private JsonObject open() {
    return Blocks.link("open", say(SlackWords.OPEN), site.run(report.run().id()));
  }

  private String askedBy() {
    return SlackText.of(SlackWords.askedBy(report.run().requestedBy().name(), language), MOST_NAME);
  }

  /** Healthy or not, once that is known; else how far the run is. */
  private String state() {
    return say(
        report
            .run()
            .verdict()
            .filter(_ -> report.run().state() == RunState.SUCCEEDED)
            .map(verdict -> ResultWords.code(verdict.code()))
            .orElseGet(() -> ResultWords.state(report.run().state())));
  }

  private String name() {
    return SlackText.of(report.run().targetName(), MOST_NAME);
  }

  private String linkedName() {
    return SlackText.link(
        site.run(report.run().id()), report.run().targetName(), site.authority(), MOST_NAME);
  }

  private Explanation explain(Finding finding) {
    return ActionCatalog.explain(finding, language);
  }

  private String say(Text text) {
    return text.in(language);
  }
}
