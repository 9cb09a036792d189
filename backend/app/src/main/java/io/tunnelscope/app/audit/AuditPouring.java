package io.tunnelscope.app.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * Pours an export into a response, some records at a time and no faster than the reader takes them.
 */
final class AuditPouring {
  private static final int RECORDS = 500;

  private final AuditStore store;
  private final AuditRange range;
  private final AuditFormat format;
  private final HttpServerResponse response;
  private final Promise<Void> done = Promise.promise();

  AuditPouring(
      AuditStore store, AuditRange range, AuditFormat format, HttpServerResponse response) {
    this.store = store;
    this.range = range;
    this.format = format;
    this.response = response;
  }

  /** Fails when the database does not answer or the reader went away. */
  Future<Void> run() {
    write(format.begin(range), range.from() - 1);
    return done.future();
  }

  /** Not a chain of futures: it would grow with the audit. */
  private void after(long seq) {
    store
        .links(range.tenant(), range, seq, RECORDS)
        .onFailure(done::fail)
        .onSuccess(
            links -> {
              if (links.isEmpty()) {
                response.end(format.end(range)).onComplete(done);
              } else {
                write(text(links), links.getLast().entry().seq());
              }
            });
  }

  private void write(String text, long last) {
    response.write(text).onFailure(done::fail).onSuccess(_ -> after(last));
  }

  private String text(List<AuditLink> links) {
    var text = new StringBuilder();
    links.forEach(link -> text.append(format.row(range, link)));
    return text.toString();
  }
}
