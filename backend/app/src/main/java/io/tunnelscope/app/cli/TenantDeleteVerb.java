package io.tunnelscope.app.cli;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.TenantRemoval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = {
      "Deletes a tenant with everything it has, for good. Runs are cancelled first.",
      "What stays is where its audit ended. Cut off, it goes on when it is called again."
    })
final class TenantDeleteVerb implements Verb {
  @Parameters(paramLabel = "SLUG", description = "The tenant.")
  private String slug;

  @Option(
      names = "--confirm",
      required = true,
      paramLabel = "SLUG",
      description = "The same once more: there is no way back.")
  private String confirm;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    if (!confirm.equals(slug)) {
      throw CommandFailed.usage(
          "--confirm names another tenant than SLUG: give the same twice",
          "--confirm의 값이 SLUG와 다릅니다: 같은 이름을 두 번 지정하십시오");
    }
    try (var work = TenantWork.of(terminal, config)) {
      var tenant = work.find(slug);
      var bundles = work.bundles();
      if (!tenant.deleting()) {
        work.note(tenant, "tenant.delete");
      }
      var progress = new Steps(terminal, new Words(terminal.language()));
      new TenantRemoval(work.url()).remove(tenant.id(), bundles::removeAll, progress);
      progress.done(slug);
      return ExitStatus.OK;
    } catch (TenantRemoval.RunsGoOn _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "runs of the tenant do not end: call it again in a minute, it goes on where it stopped",
          "테넌트의 점검이 끝나지 않습니다: 잠시 뒤 다시 실행하면 멈춘 곳부터 계속합니다");
    } catch (IOException _) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          "log bundles could not be removed: check TUNNELSCOPE_LOG_STORE and call it again",
          "로그 번들을 삭제할 수 없습니다: TUNNELSCOPE_LOG_STORE를 확인하고 다시 실행하십시오");
    } catch (Refusal.Unavailable _) {
      throw TenantChoice.unreachable();
    }
  }

  private static final class Steps implements TenantRemoval.Progress {
    private final ProgressLine line;
    private final Terminal terminal;
    private final Words words;
    private long rows;

    Steps(Terminal terminal, Words words) {
      this.terminal = terminal;
      this.words = words;
      this.line = new ProgressLine(terminal);
    }

    @Override
    public void runsLeft(int runs) {
      line.show(words.of("waiting for runs to stop: %d", "점검 %d건이 멈추기를 기다리는 중").formatted(runs));
    }

    @Override
    public void bundles() {
      line.show(words.of("removing log bundles", "로그 번들을 삭제하는 중"));
    }

    @Override
    public void table(String name, long gone) {
      rows += gone;
      line.show(name + " " + gone);
    }

    void done(String slug) {
      line.clear();
      terminal
          .out()
          .line(
              words.of(
                  "Tenant %s is deleted; rows: %d.".formatted(slug, rows),
                  "%s 테넌트를 삭제했습니다(행 %d개).".formatted(slug, rows)));
    }
  }
}
