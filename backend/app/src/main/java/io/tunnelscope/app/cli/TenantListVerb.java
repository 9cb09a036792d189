package io.tunnelscope.app.cli;

import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.tenants.TenantOperator;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Every tenant of the installation.")
final class TenantListVerb implements Verb {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    var url =
        ServerSettings.read(terminal, config, Purpose.MIGRATE).database().migrate().orElseThrow();
    var ids = new Uuid7(terminal.clock(), new SecureRandom());
    var tenants = TenantChoice.all(new TenantOperator(url, ids::next));
    var words = new Words(terminal.language());
    if (tenants.isEmpty()) {
      terminal.out().line(words.of("No tenants yet.", "아직 테넌트가 없습니다."));
      return ExitStatus.OK;
    }
    terminal
        .out()
        .print(
            Columns.table(
                List.of(
                    words.of("SLUG", "SLUG"),
                    words.of("NAME", "이름"),
                    "ID",
                    words.of("STATE", "상태")),
                tenants.stream().map(tenant -> row(tenant, words)).toList()));
    return ExitStatus.OK;
  }

  private static List<String> row(TenantOperator.Tenant tenant, Words words) {
    return List.of(
        tenant.slug(),
        Ink.harmless(tenant.name()),
        tenant.id().toString(),
        tenant.deleting()
            ? words.of("deletion not finished", "삭제 미완료")
            : words.of("in use", "사용 중"));
  }
}
