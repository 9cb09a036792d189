package io.tunnelscope.app.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Writes the audit to standard output, the oldest first; for auditors and admins.",
      "jsonl can be checked with `audit verify`; csv is for spreadsheets."
    })
final class AuditExportVerb implements Verb {
  /** How it is written. */
  enum ExportFormat {
    JSONL,
    CSV
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "jsonl or csv. Default: jsonl.")
  private ExportFormat format;

  @Mixin HelpOption help;
  @Mixin private AuditFilterOptions filter;
  @Mixin private ServerOptions server;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var query = filter.query();
    server
        .server(terminal, terminal.language())
        .copy(
            "audit/export?format="
                + format.name().toLowerCase(Locale.ROOT)
                + (query.isEmpty() ? "" : "&" + query),
            "*/*",
            terminal.out());
    return ExitStatus.OK;
  }
}
