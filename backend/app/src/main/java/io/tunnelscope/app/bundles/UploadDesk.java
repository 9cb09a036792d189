package io.tunnelscope.app.bundles;

import io.tunnelscope.app.bundles.UploadBody.Received;
import io.tunnelscope.app.bundles.UploadedRuns.StartedRun;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.secrets.Redactions;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.logs.Redaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Takes what people send: receives it, sees whether it can be read, takes secrets out, stores it
 * and starts its run. Whatever goes wrong, nothing of it stays behind.
 */
public final class UploadDesk {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int AT_ONCE_OF_A_TENANT = 4;
  private static final int CHECKS_AT_ONCE = 2;

  private final Vertx vertx;
  private final BundleStore store;
  private final UploadedRuns runs;
  private final Redactions redactions;
  private final Uuid7 ids;
  private final Clock clock;
  private final WorkerExecutor checkers;
  private final Map<TenantId, Integer> busy = new ConcurrentHashMap<>();

  public UploadDesk(
      Vertx vertx,
      BundleStore store,
      UploadedRuns runs,
      Redactions redactions,
      Uuid7 ids,
      Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.runs = runs;
    this.redactions = redactions;
    this.ids = ids;
    this.clock = clock;
    this.checkers =
        vertx.createSharedWorkerExecutor("upload-check", CHECKS_AT_ONCE, 5, TimeUnit.MINUTES);
  }

  /**
   * What is known of an upload before its first byte.
   *
   * @param name of a body that is one file
   * @param target what it is about, as the sender says
   */
  record Announced(Principal who, Origin origin, String name, Optional<String> target) {}

  /**
   * Fails with {@link Refusal.UnusableInput}, {@link Refusal.TooLarge}, {@link
   * Refusal.TooManyRequests} or {@link Refusal.Invalid}; no run was started then.
   *
   * @param request paused
   */
  Future<StartedRun> take(Announced announced, HttpServerRequest request) {
    var tenant = announced.who().tenant();
    if (busy.merge(tenant, 1, Integer::sum) > AT_ONCE_OF_A_TENANT) {
      leave(tenant);
      return Future.failedFuture(tooMany());
    }
    return store
        .newFolder()
        .compose(
            folder ->
                receive(announced, request, folder)
                    .compose(received -> open(announced, received, folder))
                    .eventually(() -> sweep(folder)))
        .eventually(
            () -> {
              leave(tenant);
              return Future.succeededFuture();
            });
  }

  private Future<List<Received>> receive(
      Announced announced, HttpServerRequest request, Path folder) {
    var body = new UploadBody(vertx, folder);
    long timer = vertx.setTimer(PATIENCE.toMillis(), _ -> body.stop(tooSlow()));
    return body.receive(request, announced.name()).onComplete(_ -> vertx.cancelTimer(timer));
  }

  private Future<StartedRun> open(Announced announced, List<Received> received, Path folder) {
    var tenant = announced.who().tenant();
    var run = new RunId(ids.next());
    var zip = folder.resolve("case.zip");
    return redactions
        .of(tenant)
        .compose(redaction -> check(received, zip, redaction))
        .compose(
            files ->
                store
                    .save(tenant, run, StoredBundle.UPLOADED, zip)
                    .compose(
                        bundle ->
                            start(
                                new Upload(
                                    announced.who(),
                                    announced.origin(),
                                    run,
                                    CaseNames.lastPart(received.getFirst().name()),
                                    announced.target(),
                                    bundle,
                                    files))));
  }

  private Future<List<LogFileRow>> check(List<Received> received, Path zip, Redaction redaction) {
    return checkers
        .executeBlocking(
            () -> new CaseFiles(redaction).write(received, zip, clock.instant()), false)
        .recover(UploadDesk::inWords);
  }

  private Future<StartedRun> start(Upload upload) {
    return runs.start(upload)
        .recover(
            failure ->
                store
                    .remove(upload.who().tenant(), upload.bundle())
                    .transform(_ -> Future.failedFuture(failure)));
  }

  private Future<Void> sweep(Path folder) {
    return store.blocking(
        () -> {
          Spool.remove(folder);
          return null;
        });
  }

  private void leave(TenantId tenant) {
    busy.computeIfPresent(tenant, (_, count) -> count > 1 ? count - 1 : null);
  }

  private static <T> Future<T> inWords(Throwable failure) {
    return Future.failedFuture(
        failure instanceof UnusableInput unusable
            ? new Refusal.UnusableInput(
                new Text(unusable.sentence(Language.EN), unusable.sentence(Language.KO)))
            : failure);
  }

  private static Refusal tooMany() {
    return new Refusal.TooManyRequests(
        new Text(
            "Other uploads of this tenant are still being received: try again in a moment.",
            "이 테넌트의 다른 업로드를 아직 수신하고 있습니다. 잠시 후 다시 시도해 주십시오."),
        Duration.ofSeconds(5));
  }

  private static Refusal tooSlow() {
    return new Refusal.Unavailable(
        new Text(
            "The upload took longer than " + PATIENCE.toMinutes() + " minutes and was given up.",
            "업로드가 " + PATIENCE.toMinutes() + "분 안에 끝나지 않아 중단했습니다."));
  }
}
