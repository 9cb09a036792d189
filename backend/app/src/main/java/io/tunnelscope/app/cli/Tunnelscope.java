package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: finds the verb, runs it, and turns every end into one line and a status. */
@Command(name = "tunnelscope")
public final class Tunnelscope {
  private final Terminal terminal;
  private final CommandLine line;

  /**
   * @param more verbs beside those of this package
   */
  public Tunnelscope(Terminal terminal, Verb... more) {
    this.terminal = terminal;
    this.line = verbs(more);
  }

  private CommandLine verbs(Verb... more) {
    var all = new CommandLine(this);
    all.addSubcommand(new DemoVerb())
        .addSubcommand(new LabVerb())
        .addSubcommand(new AnalyzeVerb())
        .addSubcommand(new TargetsVerb())
        .addSubcommand(new RunVerb())
        .addSubcommand(new StatusVerb())
        .addSubcommand(new LastVerb())
        .addSubcommand(new WhyVerb())
        .addSubcommand(new ReportVerb())
        .addSubcommand(new RunsVerb())
        .addSubcommand(new ShowVerb())
        .addSubcommand(new LogsVerb())
        .addSubcommand(new HistoryVerb())
        .addSubcommand(new DiffVerb())
        .addSubcommand(new CancelVerb())
        .addSubcommand(new ScheduleVerb())
        .addSubcommand(new AuditVerb())
        .addSubcommand(new SlackVerb())
        .addSubcommand(new ServeVerb())
        .addSubcommand(new MigrateVerb())
        .addSubcommand(new TenantVerb())
        .addSubcommand(new WhoAmIVerb())
        .addSubcommand(new VersionVerb())
        .addSubcommand(new HelpVerb());
    Stream.of(more).forEach(all::addSubcommand);
    all.registerConverter(Format.class, OneOf.of(Format.class));
    all.registerConverter(
        AuditExportVerb.ExportFormat.class, OneOf.of(AuditExportVerb.ExportFormat.class));
    all.registerConverter(Language.class, OneOf.of(Language.class));
    if (terminal.language() == Language.KO) {
      all.setResourceBundle(koreanHelp());
    }
    return all;
  }

  /** The descriptions of verbs and options; the English ones stand beside what they describe. */
  private static ResourceBundle koreanHelp() {
    try (var in = Tunnelscope.class.getResourceAsStream("help-ko.properties")) {
      return new PropertyResourceBundle(new InputStreamReader(requireNonNull(in), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The verbs and their flags. */
  CommandLine model() {
    return line;
  }

  /** Runs one command line. Nothing is thrown; what went wrong stands on stderr. */
  public ExitStatus run(String... arguments) {
    ExitStatus status = end(arguments);
    terminal.out().flush();
    if (terminal.out().failure().isPresent()) {
      status = say(unwritten(), terminal.language());
    }
    terminal.err().flush();
    return status;
  }

  private ExitStatus end(String... arguments) {
    Language language = terminal.language();
    try {
      if (arguments.length == 0) {
        terminal.err().print(HelpText.overview(line, terminal));
        return ExitStatus.USAGE;
      }
      ParseResult parsed = line.parseArgs(spelt(arguments));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      language =
          parsed.matchedOptionValue("--language", Optional.<Language>empty()).orElse(language);
      return run(parsed);
    } catch (ParameterException e) {
      return say(CommandLineMistake.of(e), language);
    } catch (CommandFailed e) {
      return say(e, language);
    } catch (Refusal.Unavailable e) {
      return say(new CommandFailed(ExitStatus.UNREACHABLE, e.text()), language);
    } catch (InterruptedException _) {
      return ExitStatus.CANCELLED;
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      return say(bug(e), language);
    }
  }

  // What people type who do not know verbs yet.
  private static String[] spelt(String... arguments) {
    var words = arguments.clone();
    words[0] =
        switch (words[0]) {
          case "-h", "--help" -> "help";
          case "-V", "--version" -> "version";
          default -> words[0];
        };
    return words;
  }

  private ExitStatus run(ParseResult parsed) throws IOException, InterruptedException {
    var command = parsed.commandSpec().commandLine();
    if (parsed.isUsageHelpRequested()) {
      terminal.out().print(HelpText.of(command, terminal.width()));
      return ExitStatus.OK;
    }
    if (parsed.commandSpec().userObject() instanceof Verb verb) {
      return verb.run(terminal);
    }
    // "tunnelscope tenant", without what to do with one.
    throw CommandFailed.usage(
        "%1$s needs one of %2$s: see `tunnelscope help %1$s`"
            .formatted(
                command.getCommandName(), String.join(", ", command.getSubcommands().keySet())),
        "%1$s 명령에는 %2$s 중 하나가 필요합니다: `tunnelscope help %1$s`를 참고하십시오"
            .formatted(
                command.getCommandName(), String.join(", ", command.getSubcommands().keySet())));
  }

  private ExitStatus say(CommandFailed failure, Language language) {
    terminal.out().flush(); // what is done comes first
    terminal.err().line("tunnelscope: " + failure.line().in(language));
    return failure.status();
  }

  private static CommandFailed unwritten() {
    return new CommandFailed(
        ExitStatus.INTERNAL,
        "the result could not be written: make room on the disk and try again",
        "결과를 쓸 수 없습니다: 디스크 공간을 확보하고 다시 시도하십시오");
  }

  private static CommandFailed bug(Throwable bug) {
    var where = bug.getStackTrace().length == 0 ? "" : " at " + bug.getStackTrace()[0];
    var what = Ink.harmless(bug.getClass().getSimpleName() + where);
    return new CommandFailed(
        ExitStatus.INTERNAL,
        "a bug of ours (" + what + "): report it with the command that you ran",
        "내부 오류가 발생했습니다 (" + what + "): 실행한 명령과 함께 신고해 주십시오");
  }
}
