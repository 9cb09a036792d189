package io.tunnelscope.app.providers.simulated;

import io.tunnelscope.core.bundle.BundleContent;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleWriter;
import io.tunnelscope.core.bundle.IkeRecord;
import io.tunnelscope.core.bundle.IkeStory;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/**
 * The log files that a simulated gateway leaves. Addresses belong to the target, figures and times
 * differ from run to run as those of real gateways do.
 */
final class Logs {
  private static final Duration STORY = Duration.ofSeconds(90);
  private static final int LONGEST_UP_MINUTES = 14 * 24 * 60;
  private static final int TRAFFIC = 900_000_000;

  private Logs() {}

  /** Empty for faults that leave none. */
  static List<BundleFile> of(Scenario scenario, Instant now) {
    return scenario.fault().writesLogs()
        ? BundleWriter.files(content(scenario, now), scenario.generation())
        : List.of();
  }

  private static BundleContent content(Scenario scenario, Instant now) {
    var chance = new Random(scenario.seed() ^ now.toEpochMilli());
    return new BundleContent(
        scenario.local(),
        scenario.remote(),
        scenario.isHealthy(),
        Optional.of(status(scenario, now, chance)),
        scenario.isHealthy() ? Optional.empty() : Optional.of(cpu(scenario, chance)),
        scenario.isHealthy() ? List.of() : story(scenario, now.minus(STORY)),
        scenario.fault() == Fault.WFP_PARSE_ERROR);
  }

  private static TunnelStatus status(Scenario scenario, Instant now, Random chance) {
    if (!isUp(scenario.fault())) {
      return new TunnelStatus(
          "",
          SaState.NOT_CONNECTED,
          scenario.remote(),
          OptionalLong.of(0),
          OptionalLong.of(0),
          Optional.empty(),
          List.of());
    }
    // Up since a time of the target's own, to the minute, counted back from its day.
    int minutes = new Random(scenario.seed()).nextInt(60, LONGEST_UP_MINUTES);
    var since = now.minus(Duration.ofMinutes(minutes)).truncatedTo(ChronoUnit.HOURS);
    return new TunnelStatus(
        "",
        SaState.CONNECTED,
        scenario.remote(),
        OptionalLong.of(chance.nextInt(100_000, TRAFFIC)),
        OptionalLong.of(chance.nextInt(100_000, TRAFFIC)),
        Optional.of(since),
        List.of());
  }

  /** A busy or idle gateway passes traffic, if slowly; the other faults stop it. */
  private static boolean isUp(Fault fault) {
    return fault == Fault.NO_FAULT || fault == Fault.GATEWAY_CPU_USAGE_EXCEEDED;
  }

  private static CpuSample cpu(Scenario scenario, Random chance) {
    boolean busy = scenario.fault() == Fault.GATEWAY_CPU_USAGE_EXCEEDED;
    return new CpuSample(
        busy ? chance.nextInt(96, 100) : chance.nextInt(3, 35),
        OptionalInt.of(busy ? chance.nextInt(90, 260) : chance.nextInt(900, 2_800)),
        List.of());
  }

  private static List<IkeRecord> story(Scenario scenario, Instant at) {
    return switch (scenario.fault()) {
      case AUTHENTICATION -> IkeStory.authenticationFailed(at);
      case PEER_REACHABILITY, CONNECTIONS_NOT_CONNECTED -> IkeStory.peerSilent(at);
      case IKE_POLICY_MISMATCH -> disagreement(scenario, at);
      case CONNECTION_NOT_CONFIGURED_ON_GATEWAY -> IkeStory.notConfigured(at);
      case CONNECTION_MARKED_STANDBY -> IkeStory.standby(at);
      default -> IkeStory.established(at);
    };
  }

  /** Targets disagree about different things; each always about the same. */
  private static List<IkeRecord> disagreement(Scenario scenario, Instant at) {
    return switch (Math.floorMod(scenario.seed(), 3)) {
      case 0 -> IkeStory.ikePolicyMismatch(at);
      case 1 -> IkeStory.espPolicyMismatch(at);
      default -> IkeStory.selectorsRefused(at);
    };
  }
}
