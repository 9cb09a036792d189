package io.tunnelscope.app.cli;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.DiagnosisJson;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "analyze",
    description = {
      "Reads log bundles and log files on this machine and prints one diagnosis. Needs no server.",
      "All PATHs together are one case."
    })
final class AnalyzeVerb implements Verb {
  private static final String STDIN = "-";

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "A zip, a folder, a log file, or - for the standard input.")
  private List<String> paths;

  @Mixin HelpOption help;
  @Mixin private ResultOptions result;

  @Override
  public ExitStatus run(Terminal terminal) {
    var language = result.language(terminal);
    var diagnosis = diagnose(terminal);
    var wire = Json.tree(DiagnosisJson.of(diagnosis, language));
    terminal
        .out()
        .print(
            result.isJson()
                ? Json.pretty(wire)
                : DiagnosisText.of(wire, String.join(", ", paths), language, terminal));
    return RunText.status(wire.path("code").asText());
  }

  private Diagnosis diagnose(Terminal terminal) {
    var started = terminal.clock().instant();
    try {
      var reader = new BundleReader(Limits.ofOwnFiles());
      var evidence = reader.read(inputs(reader, terminal), Scope.LOGS, started);
      return StandardRules.book().diagnose(evidence, started, terminal.clock().instant());
    } catch (UnusableInput e) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT, new Text(e.sentence(Language.EN), e.sentence(Language.KO)));
    } catch (IOException e) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT,
          "the input cannot be read: see whether the disk and the files are well, and try again",
          "입력을 읽을 수 없습니다: 디스크와 파일 상태를 확인하고 다시 시도하십시오");
    }
  }

  private List<LogSource> inputs(BundleReader reader, Terminal terminal)
      throws IOException, UnusableInput {
    if (paths.stream().filter(STDIN::equals).count() > 1) {
      throw CommandFailed.usage(
          "the standard input can be read once: name - only once",
          "표준 입력은 한 번만 읽을 수 있습니다: -를 한 번만 지정하십시오");
    }
    var inputs = new ArrayList<LogSource>();
    for (String path : paths) {
      if (path.equals(STDIN)) {
        inputs.add(new LogSource(STDIN, terminal::in));
      } else {
        inputs.addAll(reader.sources(readable(path)));
      }
    }
    return inputs;
  }

  private static Path readable(String name) {
    try {
      var path = Path.of(name);
      if (!Files.exists(path)) {
        throw new CommandFailed(
            ExitStatus.UNUSABLE_INPUT,
            Ink.harmless(name) + " does not exist: check the path",
            Ink.harmless(name) + "이(가) 없습니다: 경로를 확인하십시오");
      }
      if (!Files.isReadable(path)) {
        throw new CommandFailed(
            ExitStatus.UNUSABLE_INPUT,
            Ink.harmless(name) + " cannot be read: check its permissions",
            Ink.harmless(name) + "을(를) 읽을 수 없습니다: 권한을 확인하십시오");
      }
      return path;
    } catch (InvalidPathException _) {
      throw CommandFailed.usage(
          Ink.harmless(name) + " is no path: check how it is written",
          Ink.harmless(name) + "은(는) 올바른 경로가 아닙니다: 경로를 확인하십시오");
    }
  }
}
