package io.tunnelscope.app.bench;

import io.tunnelscope.app.cli.CommandFailed;
import io.tunnelscope.app.cli.ExitStatus;
import io.tunnelscope.app.cli.Terminal;
import io.tunnelscope.app.cli.Verb;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench NAME …}: each measurement is a verb of its own. */
@Command(
    name = "bench",
    description = "Measures the product on this machine.",
    subcommands = {
      BenchVerb.Analyze.class,
      BenchVerb.Log.class,
      BenchVerb.Queue.class,
      BenchVerb.History.class
    })
public final class BenchVerb implements Verb {

  /** Which measurement is not said. */
  @Override
  public ExitStatus run(Terminal terminal) {
    throw CommandFailed.usage(
        "bench needs a name: see `tunnelscope help bench`",
        "bench에는 이름이 필요합니다: `tunnelscope help bench`를 참고하십시오");
  }

  @Command(
      name = "analyze",
      description = {
        "Reads and diagnoses logs, and prints how fast:",
        "analyze TAB bytes TAB seconds TAB MB_per_s TAB peak_rss_MB."
      })
  static final class Analyze implements Verb {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Logs or bundles.")
    private List<Path> paths;

    @Option(
        names = "--beside-rg",
        description =
            "Also times ripgrep on the same files, looking for the marks that tell a dialect.")
    private boolean besideRipgrep;

    @Override
    public ExitStatus run(Terminal terminal) throws IOException, InterruptedException {
      for (var path : paths) {
        if (!Files.isReadable(path)) {
          throw new CommandFailed(
              ExitStatus.UNUSABLE_INPUT,
              path + " cannot be read: check the path",
              path + "을(를) 읽을 수 없습니다: 경로를 확인하십시오");
        }
      }
      var ours = AnalyzeBench.of(paths, terminal.clock().instant());
      terminal.out().line(ours.line());
      if (besideRipgrep) {
        var theirs = RipgrepBench.of(paths);
        terminal.out().line(theirs.line());
        terminal.out().line("ratio\t%.2f".formatted(ours.seconds() / theirs.seconds()));
      }
      return ExitStatus.OK;
    }
  }

  @Command(
      name = "log",
      description =
          "Writes a long charon log to measure with, by repeating and varying a short one.")
  static final class Log implements Verb {
    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file;

    @Option(
        names = "--megabytes",
        defaultValue = "1000",
        paramLabel = "N",
        description = "How long. Default: ${DEFAULT-VALUE}.")
    private int megabytes;

    @Override
    public ExitStatus run(Terminal terminal) throws IOException {
      LongLog.write(file, megabytes * 1_000_000L);
      return ExitStatus.OK;
    }
  }

  @Command(
      name = "queue",
      description = {
        "Drives the queue of runs through a workload, on an empty database, and tells each job:",
        "J TAB key TAB enqueued_us TAB start_us TAB end_us TAB id, and M TAB metric TAB value TAB unit.",
        "The workload is described by BENCH_WORKLOAD_JSON."
      })
  static final class Queue implements Verb {
    private static final String DESCRIPTION = "BENCH_WORKLOAD_JSON";

    @Parameters(
        index = "0",
        paramLabel = "PG_URL",
        description = "postgres://superuser@host:port/database, trusted without a password.")
    private String url;

    @Parameters(index = "1", paramLabel = "WORKLOAD", description = "Its name.")
    private String workload;

    @Option(names = "--worker", hidden = true)
    private boolean worker;

    @Override
    public ExitStatus run(Terminal terminal) throws IOException, InterruptedException {
      var described = terminal.environment().get(DESCRIPTION);
      if (described == null) {
        throw CommandFailed.usage(
            DESCRIPTION + " is not set: give the parameters of the workload in it",
            DESCRIPTION + "이(가) 설정되지 않았습니다: 워크로드의 매개변수를 지정하십시오");
      }
      var superuser = DatabaseUrl.parse(url);
      var parameters = QueueWorkload.of(new JsonObject(described));
      var vertx = Vertx.vertx();
      if (worker) {
        QueueBenchWorker.run(terminal, parameters, QueueBench.open(vertx, superuser), vertx);
        return ExitStatus.OK;
      }
      new QueueBench(terminal, superuser, ownCommand(), parameters, vertx).run();
      return ExitStatus.OK;
    }

    /**
     * This program once more, as a worker. It lives for seconds: what it does often is compiled at
     * once, and no better than quickly.
     */
    private List<String> ownCommand() {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=0.2",
          "-cp",
          System.getProperty("java.class.path"),
          "io.tunnelscope.app.Main",
          "bench",
          "queue",
          url,
          workload,
          "--worker");
    }
  }

  @Command(
      name = "history",
      description = {
        "Fills an empty database with runs of 1,000 tenants in three years, unless it did so before,",
        "and tells how long the product's questions take:",
        "name TAB p50_ms TAB p99_ms TAB count.",
        "Use a server of its own: the roles of the product get new passwords."
      })
  static final class History implements Verb {
    @Parameters(
        paramLabel = "PG_URL",
        description = "postgresql://superuser@host:port/database of a server for this alone.")
    private String url;

    @Option(
        names = "--runs",
        defaultValue = "1000000",
        paramLabel = "N",
        description = "How many runs. Default: ${DEFAULT-VALUE}.")
    private long runs;

    @Override
    public ExitStatus run(Terminal terminal) throws IOException {
      HistoryBench.run(terminal, DatabaseUrl.parse(url), runs);
      return ExitStatus.OK;
    }
  }
}
