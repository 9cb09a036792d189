package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** The log files of runs, to be read by people: line by line, or as a whole. Any thread. */
public final class LogFiles {

  /** Most lines of one page. */
  public static final int MOST_LINES = 2_000;

  private final BundleStore store;
  private final BundleRecordStore records;

  public LogFiles(BundleStore store, BundleRecordStore records) {
    this.store = store;
    this.records = records;
  }

  /**
   * Lines of one file. Fails with {@link Refusal.NotFound} when the run has no such file.
   *
   * @param fromLine counts from 1
   * @param count at most {@link #MOST_LINES} are given
   */
  public Future<LogPage> lines(TenantId tenant, RunId run, String name, long fromLine, int count) {
    return file(tenant, run, name)
        .compose(
            file ->
                store
                    .lend(tenant, file.bundle())
                    .compose(
                        zip ->
                            store
                                .blocking(() -> page(zip, file.row(), fromLine, count))
                                .onComplete(_ -> zip.close())))
        .recover(LogFiles::neutral);
  }

  private static LogPage page(LentZip zip, LogFileRow file, long fromLine, int count)
      throws IOException {
    try (var in = ZippedLogs.open(zip.path(), file.name())) {
      var lines = new LineReader(in).lines(fromLine, Math.min(count, MOST_LINES));
      return new LogPage(file.name(), fromLine, lines, file.lines());
    }
  }

  /** Sends one file as plain text to be saved. Fails, before anything is sent, like lines. */
  public Future<Void> sendText(
      HttpServerResponse response, TenantId tenant, RunId run, String name) {
    return file(tenant, run, name)
        .compose(file -> store.lend(tenant, file.bundle()))
        .recover(LogFiles::neutral)
        .compose(
            zip ->
                store
                    .blocking(() -> ZippedLogs.open(zip.path(), name))
                    .recover(LogFiles::neutral)
                    .compose(
                        in -> {
                          attachment(response, "text/plain; charset=utf-8", fileName(name));
                          response.setChunked(true);
                          return new Outpour(store, in, response).run();
                        })
                    .onComplete(_ -> zip.close()));
  }

  /**
   * Sends the zip as it is stored. Fails before anything is sent when the run left none or the
   * store does not answer, and breaks off when it turns out on the way that the zip is not whole.
   */
  public Future<Void> sendZip(HttpServerResponse response, TenantId tenant, RunId run) {
    return records
        .of(tenant, run)
        .compose(bundle -> bundle.map(Future::succeededFuture).orElse(missing()))
        .compose(
            bundle ->
                store
                    .open(tenant, bundle)
                    .recover(LogFiles::neutral)
                    .compose(
                        in -> {
                          attachment(response, "application/zip", "tunnelscope-" + run + ".zip");
                          response.putHeader(
                              HttpHeaders.CONTENT_LENGTH, Long.toString(bundle.bytes()));
                          return new Outpour(store, in, response).run();
                        }));
  }

  private Future<BundleRecordStore.StoredFile> file(TenantId tenant, RunId run, String name) {
    return records
        .file(tenant, run, name)
        .compose(file -> file.map(Future::succeededFuture).orElse(missing()));
  }

  private static void attachment(HttpServerResponse response, String type, String name) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** A file name of our own: what the sender called it cannot break out of the header. */
  private static String fileName(String name) {
    var last = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    return last.isEmpty() || last.startsWith(".") ? "log.txt" : last;
  }

  private static <T> Future<T> missing() {
    return Future.failedFuture(
        new Refusal.NotFound(new Text("There is no such log file.", "해당 로그 파일을 찾을 수 없습니다.")));
  }

  /** A record without its bytes: somebody moved or swept the store. */
  private static <T> Future<T> neutral(Throwable failure) {
    return failure instanceof NoSuchFileException ? missing() : Future.failedFuture(failure);
  }
}
