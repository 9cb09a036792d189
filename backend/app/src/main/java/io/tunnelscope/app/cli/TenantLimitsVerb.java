package io.tunnelscope.app.cli;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.runs.TenantLimits;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "limits",
    description = {
      "Shows or changes what a tenant may have of the queue of runs, and shows what it has of it now.",
      "A change holds at once; servers may run meanwhile. What runs already goes on."
    })
final class TenantLimitsVerb implements Verb {
  private static final int SECONDS = 20;

  @Parameters(paramLabel = "SLUG", description = "The tenant.")
  private String slug;

  @Option(
      names = "--queued",
      paramLabel = "N",
      description = "Most runs that are open at once, waiting or in work: 1 to 1000000.")
  private Optional<Integer> queued;

  @Option(
      names = "--running",
      paramLabel = "N",
      description = "Most subscriptions that are in work at once: 1 to 1000000.")
  private Optional<Integer> running;

  @Option(
      names = "--weight",
      paramLabel = "N",
      description = "How many turns it gets for one of a tenant with 1: 1 to 1000.")
  private Optional<Integer> weight;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    bounded("--queued", queued, TenantLimits.MOST_RUNS);
    bounded("--running", running, TenantLimits.MOST_RUNS);
    bounded("--weight", weight, TenantLimits.MOST_WEIGHT);
    var change = new TenantLimits.Change(queued, running, weight);
    try (var work = TenantWork.of(terminal, config)) {
      var tenant = work.find(slug).id();
      var limits = work.limits();
      var use = await(change.isNone() ? limits.read(tenant) : limits.change(tenant, change));
      terminal.out().print(table(use, new Words(terminal.language())));
      return ExitStatus.OK;
    }
  }

  private static void bounded(String option, Optional<Integer> wanted, int most) {
    if (wanted.isPresent() && (wanted.get() < 1 || wanted.get() > most)) {
      throw CommandFailed.usage(
          "%s takes a number from 1 to %d".formatted(option, most),
          "%s에는 1부터 %d까지의 수를 지정하십시오".formatted(option, most));
    }
  }

  private static TenantLimits.Use await(Future<TenantLimits.Use> asked) {
    try {
      return asked.await(SECONDS, TimeUnit.SECONDS);
    } catch (Refusal.Unavailable | TimeoutException _) {
      throw TenantChoice.unreachable();
    }
  }

  private static String table(TenantLimits.Use use, Words words) {
    var limits = use.limits();
    return Columns.table(
        List.of(words.of("LIMIT", "한도"), words.of("MOST", "최대"), words.of("NOW", "현재")),
        List.of(
            row("queued", limits.queued(), String.valueOf(use.open())),
            row("running", limits.running(), String.valueOf(use.inWork())),
            row("weight", limits.weight(), "")));
  }

  private static List<String> row(String name, int most, String now) {
    return List.of(name, String.valueOf(most), now);
  }
}
