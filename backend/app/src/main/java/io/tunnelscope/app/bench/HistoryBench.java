package io.tunnelscope.app.bench;

import io.tunnelscope.app.audit.AuditFilter;
import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.cli.Terminal;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.gateways.TargetFilter;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.history.BaselineStore;
import io.tunnelscope.app.history.Diffs;
import io.tunnelscope.app.history.HistoryStore;
import io.tunnelscope.app.history.Steadiness;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.runs.FindingStore;
import io.tunnelscope.app.runs.HistoryPlace;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunFilter;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks the stores of the product for what its pages show of a long history, one question after the
 * other, half of them of the largest tenant and the rest of any.
 */
final class HistoryBench {
  private static final int CALLS = 240;

  private static final int PAGE = 51;
  private static final int CONNECTIONS = 2;
  private static final Duration WEEK = Duration.ofDays(7);
  private static final ArmId MINUTELY =
      new ArmId(
          "/subscriptions/00000000-0000-7000-9000-000000000001/resourceGroups/net/providers/Microsoft.Network/connections/minutely");
  private static final Origin ORIGIN = new Origin("198.18.0.7", "bench", "bench");

  private final HistoryWorld world;
  private final RunStore runs;
  private final HistoryStore history;
  private final Diffs diffs;
  private final TargetStore targets;
  private final AuditStore audit;
  private final Random random = new Random(7);
  private final int calls;

  /**
   * @param calls of each kind; a sixth of them more comes before, so that connections have their
   *     caches
   */
  HistoryBench(HistoryWorld world, Db db, int calls) {
    this.world = world;
    this.calls = calls;
    this.runs = new RunStore(db, new RunQueue(), new AuditLog());
    this.history = new HistoryStore(db);
    this.targets = new TargetStore(db);
    this.diffs =
        new Diffs(
            new Targets(targets),
            runs,
            new FindingStore(db),
            history,
            new BaselineStore(db, new AuditLog()));
    this.audit = new AuditStore(db, new AuditLog());
  }

  /** Fills the database if nobody lives there yet, then measures. Blocking. */
  static void run(Terminal terminal, DatabaseUrl superuser, long runs) throws IOException {
    var random = new SecureRandom();
    var passwords = new HashMap<String, Secret>();
    BenchRoles.make(
        superuser,
        role ->
            passwords.computeIfAbsent(
                role, _ -> new Secret(Long.toHexString(random.nextLong() | Long.MIN_VALUE))));
    Function<String, DatabaseUrl> as = role -> superuser.as(role, passwords.get(role));
    Migrations.run(as.apply("tunnelscope_migrate"), true);
    var world = new HistoryWorld(superuser, terminal.clock().instant());
    world.fill(
        runs,
        line -> {
          terminal.err().line(line);
          terminal.err().flush();
        });
    var vertx = Vertx.vertx();
    var options =
        new DbOptions(
            as.apply("tunnelscope_app"),
            as.apply("tunnelscope_system"),
            CONNECTIONS,
            Duration.ofSeconds(30));
    new HistoryBench(world, new Db(vertx, options), CALLS)
        .times()
        .forEach(
            times -> {
              terminal.out().line(times.line());
              terminal.out().flush();
            });
    vertx.close();
  }

  /**
   * How long the calls of one kind took.
   *
   * @param millis in order, the shortest first
   */
  record Times(String name, List<Double> millis) {
    String line() {
      return "%s\t%.2f\t%.2f\t%d".formatted(name, quantile(0.5), quantile(0.99), millis.size());
    }

    private double quantile(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }
  }

  /** The measurements, each made when it is asked for. Blocking. */
  Stream<Times> times() {
    return Stream.of(
            Stream.<Supplier<Times>>of(() -> list("list", _ -> RunFilter.all())),
            filters().entrySet().stream()
                .<Supplier<Times>>map(
                    each -> () -> list("filtered list: " + each.getKey(), each.getValue())),
            Stream.<Supplier<Times>>of(
                () -> deep("deep page", RunFilter.all()),
                () ->
                    deep("deep page of a filter", new Wish().fault(Fault.AUTHENTICATION).filter()),
                this::targetHistory,
                this::minutely,
                this::deepHistory,
                this::targetList,
                this::diff,
                this::lastTwo,
                this::audit))
        .flatMap(each -> each)
        .map(Supplier::get);
  }

  private Times list(String name, Function<Run, RunFilter> filter) {
    return measure(
        name, 1, (tenant, run) -> runs.list(tenant, filter.apply(run), Optional.empty(), PAGE));
  }

  private Times deep(String name, RunFilter filter) {
    return measure(
        name, 1, (tenant, run) -> runs.list(tenant, filter, Optional.of(run.id()), PAGE));
  }

  /** Common values and rare ones: the rare are what a scan of everything would be slow at. */
  private static Map<String, Function<Run, RunFilter>> filters() {
    var filters = new LinkedHashMap<String, Function<Run, RunFilter>>();
    filters.put("target", run -> new Wish().target(run.target().value()).filter());
    filters.put("target by name", run -> new Wish().target(run.targetName()).filter());
    filters.put("state", _ -> new Wish().state(RunState.FAILED).filter());
    filters.put("state of no run", _ -> new Wish().state(RunState.CANCELLED).filter());
    filters.put("fault", _ -> new Wish().fault(Fault.AUTHENTICATION).filter());
    filters.put("fault of no run", _ -> new Wish().fault(Fault.WFP_PARSE_ERROR).filter());
    filters.put("cause", _ -> new Wish().cause(Cause.AUTH_PSK_MISMATCH).filter());
    filters.put("rare cause", _ -> new Wish().cause(Cause.RESOURCE).filter());
    filters.put("source", _ -> new Wish().source(Source.CLI).filter());
    filters.put("rare source", _ -> new Wish().source(Source.ARM).filter());
    filters.put("requester", _ -> new Wish().requester("person 1").filter());
    filters.put("requester of no run", _ -> new Wish().requester("nobody").filter());
    filters.put("code", _ -> new Wish().code(Code.UNHEALTHY).filter());
    filters.put("rare code", _ -> new Wish().code(Code.UNDETERMINED).filter());
    filters.put("changed", _ -> new Wish().changed().filter());
    filters.put(
        "fault, source and changed",
        _ -> new Wish().fault(Fault.AUTHENTICATION).source(Source.SLACK).changed().filter());
    filters.put(
        "a week",
        run -> new Wish().from(run.times().queued()).to(run.times().queued().plus(WEEK)).filter());
    return filters;
  }

  private Times targetHistory() {
    return measure("target history", 1, (tenant, run) -> historyPage(tenant, run.target()));
  }

  /** The most that a target can have in the days whose steadiness is told. */
  private Times minutely() {
    return measure("target history, a run a minute", 1, (_, _) -> historyPage(tenant(0), MINUTELY));
  }

  /** As the page of a target asks: its last runs, since when it is bad, and how steady it was. */
  private Future<?> historyPage(TenantId tenant, ArmId target) {
    return runs.history(tenant, new Wish().target(target.value()).filter(), Optional.empty(), PAGE)
        .compose(
            _ ->
                Future.join(
                    history.turningPoints(tenant, target),
                    history.steadiness(tenant, target, world.last().minus(Steadiness.PERIOD))));
  }

  private Times deepHistory() {
    return measure(
        "deep page of a target history",
        1,
        (tenant, run) ->
            runs.history(
                    tenant,
                    new Wish().target(run.target().value()).filter(),
                    Optional.of(HistoryPlace.of(run)),
                    PAGE)
                .compose(_ -> history.turningPoints(tenant, run.target())));
  }

  private Times targetList() {
    return measure(
        "targets",
        1,
        (tenant, _) -> targets.list(tenant, TargetFilter.all(), Optional.empty(), PAGE));
  }

  private Times diff() {
    return measure(
        "diff",
        1,
        (tenant, run) -> diffs.between(tenant, run.previous().orElse(run.id()), run.id()));
  }

  private Times lastTwo() {
    return measure("diff of the last two", 1, (tenant, run) -> diffs.lastTwo(tenant, run.target()));
  }

  private Times audit() {
    var none = Optional.<String>empty();
    var filters =
        List.<Function<Run, AuditFilter>>of(
            _ -> audited(none, none, none, none),
            _ -> audited(Optional.of("person 7"), none, none, none),
            _ -> audited(Optional.of("nobody"), none, none, none),
            _ -> audited(none, Optional.of("run"), none, none),
            _ -> audited(none, Optional.of("tenant.change"), none, none),
            run -> audited(none, none, Optional.of(run.id().toString()), none),
            _ -> audited(none, none, none, Optional.of("denied")));
    return measure(
        "audit search",
        HistoryWorld.AUDITED,
        (tenant, run) ->
            audit.read(
                tenant,
                Principal.system(tenant),
                ORIGIN,
                filters.get(random.nextInt(filters.size())).apply(run),
                PAGE));
  }

  private static AuditFilter audited(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> object,
      Optional<String> result) {
    return new AuditFilter(
        Optional.empty(), actor, action, object, result, Optional.empty(), Optional.empty());
  }

  /** Asked about a run of the tenant, that is found before the time begins. */
  @FunctionalInterface
  private interface Question {
    Future<?> ask(TenantId tenant, Run run);
  }

  /**
   * @param every the tenants to ask for: the first of each so many
   */
  private Times measure(String name, int every, Question question) {
    var millis = new ArrayList<Double>();
    for (int n = -calls / 6; n < calls; n++) {
      var tenant = tenant(n % 2 == 0 ? 0 : random.nextInt(HistoryWorld.TENANTS / every) * every);
      var run = someRun(tenant);
      long begin = System.nanoTime();
      question.ask(tenant, run).await();
      if (n >= 0) {
        millis.add((System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    millis.sort(null);
    return new Times(name, millis);
  }

  private Run someRun(TenantId tenant) {
    return runs.list(tenant, new Wish().state(RunState.SUCCEEDED).filter(), someTime(), 1)
        .await()
        .getFirst();
  }

  private static TenantId tenant(int number) {
    return new TenantId(new UUID(0x7000L, 0x8000_0000_0000_0001L + number));
  }

  /** Not in the first month, so that there is a run before it. */
  private Optional<RunId> someTime() {
    var from = world.first().plus(Duration.ofDays(31));
    long length = Duration.between(from, world.last()).toMillis();
    long at = from.plusMillis((long) (random.nextDouble() * length)).toEpochMilli();
    return Optional.of(new RunId(new UUID(at << 16, 0)));
  }

  /** A filter that grows by what it names. */
  private static final class Wish {
    private Optional<String> target = Optional.empty();
    private Optional<RunState> state = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private Optional<Cause> cause = Optional.empty();
    private Optional<Source> source = Optional.empty();
    private Optional<String> requester = Optional.empty();
    private Optional<Code> code = Optional.empty();
    private Optional<Boolean> changed = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();

    Wish target(String wanted) {
      target = Optional.of(wanted);
      return this;
    }

    Wish state(RunState wanted) {
      state = Optional.of(wanted);
      return this;
    }

    Wish fault(Fault wanted) {
      fault = Optional.of(wanted);
      return this;
    }

    Wish cause(Cause wanted) {
      cause = Optional.of(wanted);
      return this;
    }

    Wish source(Source wanted) {
      source = Optional.of(wanted);
      return this;
    }

    Wish requester(String wanted) {
      requester = Optional.of(wanted);
      return this;
    }

    Wish code(Code wanted) {
      code = Optional.of(wanted);
      return this;
    }

    Wish from(Instant wanted) {
      from = Optional.of(wanted);
      return this;
    }

    Wish to(Instant wanted) {
      to = Optional.of(wanted);
      return this;
    }

    Wish changed() {
      changed = Optional.of(true);
      return this;
    }

    RunFilter filter() {
      return new RunFilter(
          target,
          state,
          fault,
          cause,
          source,
          requester,
          Optional.empty(),
          code,
          changed,
          from,
          to);
    }
  }
}
