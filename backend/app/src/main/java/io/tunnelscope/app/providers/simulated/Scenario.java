package io.tunnelscope.app.providers.simulated;

import io.tunnelscope.core.bundle.Generation;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is wrong with a simulated target, and how long a look at it takes. The name says it: {@code
 * sim-F} and {@code sim/F} have the fault F, {@code sim/Slow} is healthy and slow. Of a VNet2VNet
 * connection {@code A/to-B} and its twin {@code B/to-A} the first in the alphabet is not loaded on
 * its gateway, so that the other one gets no answer. Any other target has a fault of its own that
 * never changes.
 *
 * @param seed stays the same for a target, so that its addresses and its habits do too
 */
record Scenario(
    Fault fault,
    Scope scope,
    Generation generation,
    Duration time,
    Addresses addresses,
    long seed) {
  /**
   * Of the simulated gateway and of what is on the other side, from ranges reserved for
   * documentation (RFC 5737).
   */
  record Addresses(String local, String remote) {
    static Addresses ofSeed(long seed) {
      return new Addresses(
          "203.0.113." + host(seed + 1),
          (seed % 2 == 0 ? "198.51.100." : "192.0.2.") + host(seed + 2));
    }

    /** Both halves of a VNet2VNet connection know each other's gateway. */
    static Addresses between(String gateway, String other) {
      return new Addresses(ofGateway(gateway), ofGateway(other));
    }

    private static String ofGateway(String name) {
      return "203.0.113." + host(name.hashCode());
    }

    private static int host(long seed) {
      return new Random(seed).nextInt(2, 254);
    }
  }

  private static final String GATEWAY = "sim";
  private static final String GATEWAY_PREFIX = "sim-";
  private static final String SLOW = "Slow";
  private static final String TWIN_PREFIX = "to-";
  private static final Duration SLOW_TIME = Duration.ofSeconds(20);
  private static final int SHORTEST_MS = 250;
  private static final int LONGEST_MS = 1_500;

  /** Faults of these gateways are written the older way; those of the others the newer way. */
  private static final Set<Fault> OLDER =
      Set.of(
          Fault.IKE_POLICY_MISMATCH,
          Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY,
          Fault.GATEWAY_CPU_USAGE_EXCEEDED,
          Fault.WFP_PARSE_ERROR);

  /** A site is more often well than not. */
  private static final List<Fault> OF_SITES =
      List.of(
          Fault.NO_FAULT,
          Fault.NO_FAULT,
          Fault.NO_FAULT,
          Fault.AUTHENTICATION,
          Fault.PEER_REACHABILITY,
          Fault.IKE_POLICY_MISMATCH);

  static Scenario of(Target target) {
    long seed = target.id().key().hashCode() * 0x9E37_79B9L;
    return switch (target) {
      case Gateway gateway -> ofGateway(gateway, seed);
      case Connection connection -> ofConnection(connection, seed);
    };
  }

  private static Scenario ofGateway(Gateway gateway, long seed) {
    var name = gateway.name();
    var fault =
        name.startsWith(GATEWAY_PREFIX)
            ? Fault.parse(name.substring(GATEWAY_PREFIX.length())).orElse(Fault.NO_FAULT)
            : Fault.NO_FAULT;
    return of(fault, Scope.GATEWAY, quick(seed), seed);
  }

  private static Scenario ofConnection(Connection connection, long seed) {
    var name = connection.id().name();
    var gateway = connection.gateway().name();
    if (!gateway.equals(GATEWAY)) {
      return connection.kind() == ConnectionKind.VNET2VNET && name.startsWith(TWIN_PREFIX)
          ? ofHalf(gateway, name.substring(TWIN_PREFIX.length()), seed)
          : of(ofSite(seed), Scope.CONNECTION, quick(seed), seed);
    }
    return name.equals(SLOW)
        ? of(Fault.NO_FAULT, Scope.CONNECTION, SLOW_TIME, seed)
        : of(Fault.parse(name).orElse(Fault.NO_FAULT), Scope.CONNECTION, quick(seed), seed);
  }

  private static Fault ofSite(long seed) {
    return OF_SITES.get(new Random(seed).nextInt(OF_SITES.size()));
  }

  private static Scenario ofHalf(String gateway, String other, long seed) {
    var fault =
        gateway.compareTo(other) < 0
            ? Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY
            : Fault.PEER_REACHABILITY;
    var half = of(fault, Scope.CONNECTION, quick(seed), seed);
    return new Scenario(
        half.fault(),
        half.scope(),
        half.generation(),
        half.time(),
        Addresses.between(gateway, other),
        seed);
  }

  private static Scenario of(Fault fault, Scope scope, Duration time, long seed) {
    // A fault of the other table would be told as this one by nobody.
    var known = fault.scopes().contains(scope) && fault != Fault.UNDETERMINED;
    var generation = OLDER.contains(fault) ? Generation.OLDER : Generation.NEWER;
    return new Scenario(
        known ? fault : Fault.NO_FAULT, scope, generation, time, Addresses.ofSeed(seed), seed);
  }

  private static Duration quick(long seed) {
    return Duration.ofMillis(new Random(seed).nextInt(SHORTEST_MS, LONGEST_MS));
  }

  boolean isHealthy() {
    return fault == Fault.NO_FAULT;
  }

  String local() {
    return addresses.local();
  }

  String remote() {
    return addresses.remote();
  }
}
