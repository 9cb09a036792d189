package io.tunnelscope.app.arm;

import io.tunnelscope.app.arm.Watcher.Diagnosed;
import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.RecommendedAction;
import io.tunnelscope.core.language.Language;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a troubleshooting with the member names of Azure.
 *
 * @param code {@code Healthy} or {@code UnHealthy}, never a third
 * @param tunnelscope our own member, which clients of Azure show or skip
 */
record ResultJson(
    Instant startTime, Instant endTime, String code, List<Details> results, Kept tunnelscope) {
  /**
   * A finding.
   *
   * @param id the fault in Azure's spelling
   */
  record Details(String id, String summary, String detail, List<Action> recommendedActions) {}

  record Action(String actionText, String actionUri, String actionUriText) {}

  /**
   * Where the run and its log files are.
   *
   * @param page for people
   * @param logs the bundle; absent when the run left none
   * @param blob the copy in the storage account that the client named; absent when there is none
   * @param storage what became of the wish to have one, in words
   */
  record Kept(
      String run, String page, Optional<String> logs, Optional<String> blob, String storage) {}

  /**
   * @param origin how the client reaches us
   */
  static ResultJson of(Diagnosed diagnosed, String origin, Language language) {
    var diagnosis = diagnosed.diagnosis();
    return new ResultJson(
        diagnosis.startTime(),
        diagnosis.endTime(),
        code(diagnosis.code()),
        diagnosis.findings().stream().map(finding -> details(finding, language)).toList(),
        kept(diagnosed.details(), origin, diagnosed.slug(), language));
  }

  private static String code(Code code) {
    return switch (code) {
      case HEALTHY -> code.wireName();
      case UNHEALTHY, UNDETERMINED -> Code.UNHEALTHY.wireName();
    };
  }

  private static Details details(Finding finding, Language language) {
    var words = ActionCatalog.explain(finding, language);
    return new Details(
        finding.fault().azureId(),
        words.summary(),
        words.detail(),
        words.actions().stream().map(ResultJson::action).toList());
  }

  private static Action action(RecommendedAction action) {
    return new Action(action.text(), action.uri().toString(), action.uriText());
  }

  private static Kept kept(RunDetails details, String origin, String slug, Language language) {
    var run = details.run().id().toString();
    var logs =
        details.bundle().map(_ -> "%s/api/v1/t/%s/runs/%s/logs.zip".formatted(origin, slug, run));
    return new Kept(
        run,
        "%s/t/%s/runs/%s".formatted(origin, slug, run),
        logs,
        details.run().delivery().flatMap(ResultJson::blob),
        StorageText.of(details).in(language));
  }

  private static Optional<String> blob(Delivery delivery) {
    return delivery instanceof Delivery.Done done
        ? Optional.of(done.blob().toString())
        : Optional.empty();
  }
}
