package io.tunnelscope.app.cli;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.TenantCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Writes everything of a tenant into a zip: its rows as JSON lines, and its log bundles.",
      "Secrets are left out. Needs TUNNELSCOPE_LOG_STORE too."
    })
final class TenantExportVerb implements Verb {
  @Parameters(index = "0", paramLabel = "SLUG", description = "The tenant.")
  private String slug;

  @Parameters(index = "1", paramLabel = "FILE", description = "The zip to write; not there yet.")
  private Path file;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    if (Files.exists(file)) {
      throw CommandFailed.usage(
          Ink.harmless(file.toString()) + " is there already: give another name",
          Ink.harmless(file.toString()) + " 파일이 이미 있습니다: 다른 이름을 지정하십시오");
    }
    try (var work = TenantWork.of(terminal, config)) {
      var tenant = work.find(slug);
      var bundles = work.bundles();
      work.note(tenant, "tenant.export");
      var progress = new Steps(terminal, new Words(terminal.language()));
      new TenantCopy(work.url()).write(tenant, file.toAbsolutePath(), bundles::open, progress);
      progress.done();
      return ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          "the export could not be written: check "
              + Ink.harmless(file.toString())
              + " and the log store ("
              + Ink.harmless(e.getClass().getSimpleName())
              + ")",
          "내보내기 파일을 쓸 수 없습니다: "
              + Ink.harmless(file.toString())
              + " 및 로그 저장소를 확인하십시오 ("
              + Ink.harmless(e.getClass().getSimpleName())
              + ")");
    } catch (Refusal.Unavailable _) {
      throw TenantChoice.unreachable();
    }
  }

  /** One line that is drawn over, and the sum at the end. */
  private static final class Steps implements TenantCopy.Progress {
    private final ProgressLine line;
    private final Terminal terminal;
    private final Words words;
    private long rows;
    private long bundles;
    private long missing;

    Steps(Terminal terminal, Words words) {
      this.terminal = terminal;
      this.words = words;
      this.line = new ProgressLine(terminal);
    }

    @Override
    public void table(String name, long written) {
      rows += written;
      line.show(name + " " + written);
    }

    @Override
    public void bundles(long written, long absent) {
      bundles = written;
      missing = absent;
      line.show(words.of("log bundles ", "로그 번들 ") + written);
    }

    void done() {
      line.clear();
      terminal
          .out()
          .line(
              words.of(
                  "Rows written: %d; log bundles: %d.".formatted(rows, bundles),
                  "행 %d개와 로그 번들 %d개를 내보냈습니다.".formatted(rows, bundles)));
      if (missing > 0) {
        terminal
            .out()
            .line(
                words.of(
                    "Log bundles that the log store lacks: %d.".formatted(missing),
                    "로그 번들 %d개가 로그 저장소에 없습니다.".formatted(missing)));
      }
    }
  }
}
