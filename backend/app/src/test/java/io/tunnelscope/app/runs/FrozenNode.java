package io.tunnelscope.app.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.bundles.BundleDelivery;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.runs.Stopped.Why;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.diagnosis.RuleBook;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A program of its own for {@link FrozenNodeIT}: a node each of whose runs stops at another step
 * and says so. When it is told {@code go}, all of them go on.
 */
final class FrozenNode {
  static final Duration LEASE = Duration.ofSeconds(4);

  /** Where a run stops, in their order. */
  enum Step {
    /** Nothing is written yet: the run is still queued. */
    CLAIMED,
    /** The run is {@code RUNNING}; nobody has asked the target. */
    BEGUN,
    /** What a new try should begin with is written next. */
    CHECKPOINT,
    COLLECTED,
    DIAGNOSED,
    BUNDLE_WRITTEN,
    /** The result is there; the lane is not handed back. */
    FINISHED;

    /** What the test reads. */
    String reached() {
      return "at " + name();
    }

    String left() {
      return "left " + name();
    }
  }

  private final Promise<Void> go = Promise.promise();
  private final Map<String, Step> stepOfSubscription = new HashMap<>();
  private final Vertx vertx = Vertx.vertx();
  private final World world;

  private FrozenNode(Path folder, List<String> steps) {
    this.world = new World(vertx, StormNode.database(vertx), folder, LEASE);
    for (var each : steps) {
      var pair = each.split("=", 2);
      stepOfSubscription.put(pair[0], Step.valueOf(pair[1]));
    }
  }

  /**
   * @param arguments a folder, then {@code SUBSCRIPTION=STEP} for each; the environment has
   *     APP_DATABASE and SYSTEM_DATABASE
   */
  public static void main(String[] arguments) throws IOException {
    var steps = Arrays.asList(arguments).subList(1, arguments.length);
    var node = new FrozenNode(Path.of(arguments[0]), steps);
    node.work();
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      node.go.tryComplete();
    }
    Runtime.getRuntime().halt(0);
  }

  private void work() {
    var options = StormNode.options(world.ids.next(), LEASE, stepOfSubscription.size());
    var parts = parts(ProcessorWork.on(vertx));
    // Who stands still while it thinks holds a processor that the others need.
    var thinkingAlone = parts(ProcessorWork.on(Vertx.vertx()));
    Results.of(
        RunWorker.deploy(
            vertx,
            world.lanes,
            world.work,
            world.signals,
            (lease, context) -> {
              boolean alone =
                  stepOfSubscription.get(lease.subscription().toString()) == Step.DIAGNOSED;
              return new Pausing(
                  lease, new RunTask(alone ? thinkingAlone : parts, options, lease, context));
            },
            options));
  }

  private WorkerParts parts(ProcessorWork thinking) {
    return new WorkerParts(
        vertx,
        world.clock,
        world.lanes,
        world.work,
        world.signals,
        new TargetStore(world.db),
        world.bundles,
        TestKeys.redactions(world.db, TestKeys.kms(vertx)),
        new BundleDelivery(
            world.bundles,
            (_, subscription) ->
                pause(Step.BUNDLE_WRITTEN, subscription.toString()).map(_ -> Optional.empty()),
            world.blobs),
        Map.of("simulated", this::look),
        new RuleBook(rules(), new LinkedHashMap<>()),
        thinking);
  }

  /** Waits there if that is the step of the subscription. */
  private Future<Void> pause(Step here, String subscription) {
    if (stepOfSubscription.get(subscription) != here) {
      return Future.succeededFuture();
    }
    System.out.println(here.reached());
    return go.future();
  }

  private Future<Collected> look(
      EvidenceProvider.Request request, Deadline deadline, EvidenceProvider.Progress progress) {
    var subscription = subscriptionOf(request.target().id());
    return pause(Step.BEGUN, subscription)
        .compose(_ -> pause(Step.CHECKPOINT, subscription))
        .compose(_ -> request.checkpoint().save("of the frozen node"))
        .compose(_ -> pause(Step.COLLECTED, subscription))
        .map(_ -> Evidences.gatewayNotFound(request))
        .map(
            found ->
                new Collected(
                    found.evidence(), List.of(new BundleFile("IKELogs.txt", "a line\n"))));
  }

  private SequencedMap<String, Rule> rules() {
    var rules = new LinkedHashMap<String, Rule>();
    rules.put(
        "pausing",
        evidence -> {
          var here = pause(Step.DIAGNOSED, subscriptionOf(evidence.target().orElseThrow()));
          here.toCompletionStage().toCompletableFuture().join();
          return List.of(Finding.of(Cause.GATEWAY_NOT_FOUND, Certainty.CERTAIN));
        });
    return rules;
  }

  private static String subscriptionOf(ArmId target) {
    return target.toString().split("/", 4)[2];
  }

  /** The real task, with a pause before it begins and after it ended. */
  private final class Pausing implements Work {
    private final String subscription;
    private final Work task;

    Pausing(Lease lease, Work task) {
      this.subscription = lease.subscription().toString();
      this.task = task;
    }

    @Override
    public boolean run() {
      pause(Step.CLAIMED, subscription).await();
      boolean finished = task.run();
      pause(Step.FINISHED, subscription).await();
      System.out.println(stepOfSubscription.get(subscription).left());
      return finished;
    }

    @Override
    public void stop(Why why) {
      task.stop(why);
    }
  }
}
