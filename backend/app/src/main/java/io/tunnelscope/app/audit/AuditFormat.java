package io.tunnelscope.app.audit;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** How an export is written. */
enum AuditFormat {
  /** The exact one: each line is what was hashed, and can be checked. */
  JSONL("application/jsonl") {
    @Override
    String begin(AuditRange range) {
      var json = CanonicalJson.of(new JsonObject().put("export", range.toJson()));
      return AuditLink.withHash(json, Sha256.hex(json)) + "\n";
    }

    @Override
    String row(AuditRange range, AuditLink link) {
      return link.line(range.tenant()) + "\n";
    }

    @Override
    String end(AuditRange range) {
      return "";
    }
  },

  /** For spreadsheets. */
  CSV("text/csv; charset=utf-8") {
    private static final String BYTE_ORDER_MARK =
        "\uFEFF"; // else Excel takes it for another script

    @Override
    String begin(AuditRange range) {
      return BYTE_ORDER_MARK
          + Csv.row(
              List.of(
                  "seq",
                  "at",
                  "actorKind",
                  "actorId",
                  "actor",
                  "onBehalfOf",
                  "action",
                  "object",
                  "result",
                  "ip",
                  "agent",
                  "requestId",
                  "details",
                  "prev",
                  "hash"));
    }

    @Override
    String row(AuditRange range, AuditLink link) {
      var entry = link.entry();
      return Csv.row(
          List.of(
              String.valueOf(entry.seq()),
              entry.at().toString(),
              entry.actorKind(),
              entry.actorId().map(Object::toString).orElse(""),
              entry.actor(),
              entry.onBehalfOf().orElse(""),
              entry.action(),
              entry.object().orElse(""),
              entry.result(),
              entry.ip().orElse(""),
              entry.agent().orElse(""),
              entry.requestId().orElse(""),
              CanonicalJson.of(entry.details()),
              link.previous(),
              link.hash()));
    }

    // A last row that says where the export and the chain end: without it the file was cut.
    @Override
    String end(AuditRange range) {
      return Csv.row(
          List.of(
              "end",
              range.at().toString(),
              "",
              "",
              "",
              "",
              "audit.export",
              range.text(),
              "",
              "",
              "",
              "",
              CanonicalJson.of(range.toJson()),
              "",
              range.headHash()));
    }
  };

  private final String contentType;

  AuditFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** The name in the address, and the ending of the file. */
  String wire() {
    return this == CSV ? "csv" : "jsonl";
  }

  abstract String begin(AuditRange range);

  abstract String row(AuditRange range, AuditLink link);

  abstract String end(AuditRange range);

  static Optional<AuditFormat> parse(String wire) {
    return List.of(values()).stream().filter(format -> format.wire().equals(wire)).findFirst();
  }
}
