package io.tunnelscope.app.cli;

import io.tunnelscope.app.db.MigrationFailure;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.settings.Purpose;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "migrate",
    description =
        "Brings the database of TUNNELSCOPE_MIGRATE_DATABASE_URL to this version's schema.")
final class MigrateVerb implements Verb {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    var database = ServerSettings.read(terminal, config, Purpose.MIGRATE).database();
    try {
      Migrations.run(database.migrate().orElseThrow(), database.allowOldServer());
    } catch (MigrationFailure e) {
      throw new CommandFailed(ExitStatus.UNREACHABLE, e.text());
    }
    terminal
        .out()
        .line(
            new Words(terminal.language())
                .of("The database has the schema of this version.", "데이터베이스 스키마가 이 버전과 일치합니다."));
    return ExitStatus.OK;
  }
}
