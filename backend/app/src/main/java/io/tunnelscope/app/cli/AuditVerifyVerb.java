package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.verify.Checkpoints;
import io.tunnelscope.app.verify.DatabaseCheck;
import io.tunnelscope.app.verify.ExportCheck;
import io.tunnelscope.app.verify.Fault;
import io.tunnelscope.app.verify.NotReadable;
import io.tunnelscope.app.verify.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Checks that an audit is as it was written, and names the first record that is not.",
      "Ends with 0 when it is, with 1 when not, with 2 when a filtered export cannot tell."
    })
final class AuditVerifyVerb implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "An export in JSON lines, or - for standard input.")
  private Optional<String> file;

  @Option(
      names = "--database",
      description = "Checks the database of TUNNELSCOPE_MIGRATE_DATABASE_URL instead of a file.")
  private boolean database;

  @Option(
      names = "--tenant",
      paramLabel = "SLUG",
      description = "With --database: this tenant alone. Default: all.")
  private Optional<String> tenant;

  @Option(
      names = "--checkpoints",
      paramLabel = "FILE",
      description = "The signed heads that the server wrote (TUNNELSCOPE_AUDIT_CHECKPOINT).")
  private Optional<Path> checkpoints;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The public key of the checkpoints. Default: beside them, with .pub added.")
  private Optional<Path> key;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;

  @Override
  public ExitStatus run(Terminal terminal) {
    if (database == file.isPresent()) {
      throw CommandFailed.usage(
          "give either FILE or --database: what is to be checked",
          "확인할 대상으로 FILE 또는 --database 중 하나를 지정하십시오: 둘 다 또는 아무것도 지정하지 않을 수 없습니다");
    }
    try {
      return database ? checkDatabase(terminal) : tell(terminal, "", checkFile(terminal));
    } catch (IOException e) {
      throw unreadable(Ink.harmless(String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException _) {
      throw unreadable(Ink.harmless(signed().map(each -> each.publicKey().toString()).orElse("")));
    }
  }

  private Outcome checkFile(Terminal terminal) throws IOException {
    if (file.orElseThrow().equals("-")) {
      return ExportCheck.of(terminal.in(), signed());
    }
    try (var in = Files.newInputStream(Path.of(file.orElseThrow()))) {
      return ExportCheck.of(in, signed());
    }
  }

  private ExitStatus checkDatabase(Terminal terminal) throws IOException {
    var url =
        ServerSettings.read(terminal, config, Purpose.MIGRATE).database().migrate().orElseThrow();
    try (var check = DatabaseCheck.open(url.jdbc(), url.user(), url.password().reveal())) {
      var status = ExitStatus.OK;
      for (var each : chosen(check.tenants())) {
        status = status.orWorse(tell(terminal, each.slug(), check.check(each, signed())));
      }
      return status;
    } catch (NotReadable _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the database does not answer or has no schema: check TUNNELSCOPE_MIGRATE_DATABASE_URL",
          "데이터베이스가 응답하지 않거나 스키마가 없습니다: TUNNELSCOPE_MIGRATE_DATABASE_URL을 확인하십시오");
    }
  }

  private List<DatabaseCheck.Tenant> chosen(List<DatabaseCheck.Tenant> all) {
    if (tenant.isEmpty()) {
      return all;
    }
    var found = all.stream().filter(each -> each.slug().equals(tenant.get())).toList();
    if (found.isEmpty()) {
      throw TenantChoice.unknown(tenant.get());
    }
    return found;
  }

  private Optional<Checkpoints> signed() {
    return checkpoints.map(
        path -> key.map(pem -> new Checkpoints(path, pem)).orElseGet(() -> Checkpoints.of(path)));
  }

  private static CommandFailed unreadable(String what) {
    return new CommandFailed(
        ExitStatus.UNUSABLE_INPUT,
        "cannot be read: " + what + ": check the path and what is in it",
        "읽을 수 없습니다: " + what + ": 경로와 파일 내용을 확인하십시오");
  }

  private ExitStatus tell(Terminal terminal, String slug, Outcome outcome) {
    if (outcome instanceof Outcome.Unusable) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT,
          "this is no export of an audit in JSON lines: take one with `tunnelscope audit export`",
          "JSONL 형식의 감사 로그 내보내기 파일이 아닙니다: `tunnelscope audit export`로 내보내십시오");
    }
    var words = new Words(result.language(terminal));
    if (result.isJson()) {
      terminal.out().line(json(slug, outcome).toString());
    } else {
      terminal.out().line((slug.isEmpty() ? "" : slug + ": ") + text(words, outcome));
    }
    return status(outcome);
  }

  private static ExitStatus status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Intact intact -> intact.complete() ? ExitStatus.OK : ExitStatus.UNDETERMINED;
      case Outcome.Bad _ -> ExitStatus.UNHEALTHY;
      case Outcome.Unusable _ -> ExitStatus.UNUSABLE_INPUT;
    };
  }

  private static ObjectNode json(String slug, Outcome outcome) {
    var json = JsonNodeFactory.instance.objectNode();
    if (!slug.isEmpty()) {
      json.put("slug", slug);
    }
    switch (outcome) {
      case Outcome.Intact intact ->
          json.put("outcome", intact.complete() ? "intact" : "filtered")
              .put("tenant", intact.tenant())
              .put("records", intact.records())
              .put("from", intact.from())
              .put("to", intact.to())
              .put("checkpoints", intact.signed());
      case Outcome.Bad bad ->
          json.put("outcome", "bad")
              .put("tenant", bad.tenant())
              .put("fault", bad.fault().name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .put("record", bad.seq())
              .put("line", bad.line());
      case Outcome.Unusable _ -> json.put("outcome", "unusable");
    }
    return json;
  }

  private static String text(Words words, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Intact intact -> intact(words, intact);
      case Outcome.Bad bad -> bad(words, bad);
      case Outcome.Unusable _ -> "";
    };
  }

  private static String intact(Words words, Outcome.Intact intact) {
    var range =
        intact.records() == 0
            ? words.of("no records", "기록 없음")
            : words.of(
                "%d records, %d to %d".formatted(intact.records(), intact.from(), intact.to()),
                "기록 %d건(%d~%d)".formatted(intact.records(), intact.from(), intact.to()));
    var signed =
        intact.signed() == 0
            ? words.of("no checkpoint vouches for them", "이를 보증하는 체크포인트가 없습니다")
            : words.of(
                "checkpoints that vouch for them: " + intact.signed(),
                "체크포인트 %d개가 이를 보증합니다".formatted(intact.signed()));
    return intact.complete()
        ? words.of("intact: ", "이상 없음: ") + range + "; " + signed
        : words.of(
                "each record is as it was written, but the export was filtered, so nobody can tell whether some are missing: ",
                "각 기록은 작성된 그대로이지만, 필터를 적용한 내보내기이므로 빠진 기록이 있는지는 알 수 없습니다: ")
            + range
            + "; "
            + signed;
  }

  private static String bad(Words words, Outcome.Bad bad) {
    var record =
        bad.seq() > 0
            ? words.of("record " + bad.seq(), bad.seq() + "번 기록")
            : words.of("the file", "파일");
    var line = bad.line() > 0 ? words.of(" (line %d)", " (%d번째 줄)").formatted(bad.line()) : "";
    return words.of("NOT intact: ", "이상 발견: ") + record + line + ": " + what(words, bad.fault());
  }

  private static String what(Words words, Fault fault) {
    return switch (fault) {
      case CHANGED -> words.of("it was changed after it was written", "작성된 뒤에 변경되었습니다");
      case NO_RECORD -> words.of("it is no record of an audit", "감사 기록이 아닙니다");
      case FOREIGN -> words.of("it belongs to another tenant", "다른 테넌트의 기록입니다");
      case OUT_OF_ORDER ->
          words.of(
              "it is missing here: a record was removed, put in or moved",
              "이 위치에 없습니다: 기록이 삭제, 삽입 또는 이동되었습니다");
      case UNLINKED ->
          words.of(
              "it does not follow from the record before it: one of the two was replaced",
              "앞 기록과 이어지지 않습니다: 둘 중 하나가 바꿔치기되었습니다");
      case CUT -> words.of("it and what follows were cut off", "이 기록부터 뒤가 잘려 나갔습니다");
      case HEADER ->
          words.of("the first line is missing or does not fit the records", "첫 줄이 없거나 기록과 맞지 않습니다");
      case NOT_AS_SIGNED -> words.of("it is not what a checkpoint signed", "체크포인트가 서명한 내용과 다릅니다");
      case CHECKPOINT_CHANGED ->
          words.of(
              "this checkpoint was changed or signed with another key",
              "이 체크포인트가 변경되었거나 다른 키로 서명되었습니다");
      case CHECKPOINT_OUT_OF_ORDER ->
          words.of(
              "a checkpoint was removed, put in or moved here", "이 위치에서 체크포인트가 삭제, 삽입 또는 이동되었습니다");
      case STEPS_CHANGED ->
          words.of(
              "the steps of this run were changed after it ended", "이 점검의 단계 기록이 종료 뒤에 변경되었습니다");
    };
  }
}
