package io.tunnelscope.app.providers.simulated;

import static io.tunnelscope.core.evidence.PlatformFact.CONNECTIONS;
import static io.tunnelscope.core.evidence.PlatformFact.CONNECTIONS_UP;
import static io.tunnelscope.core.evidence.PlatformFact.CONNECTION_EXISTS;
import static io.tunnelscope.core.evidence.PlatformFact.CONNECTION_MARKED_DISCONNECTED;
import static io.tunnelscope.core.evidence.PlatformFact.CONNECTION_ON_GATEWAY;
import static io.tunnelscope.core.evidence.PlatformFact.CONNECTION_STANDBY;
import static io.tunnelscope.core.evidence.PlatformFact.GATEWAY_EXISTS;
import static io.tunnelscope.core.evidence.PlatformFact.MAINTENANCE;
import static io.tunnelscope.core.evidence.PlatformFact.PLATFORM_ACTIVE;
import static io.tunnelscope.core.evidence.PlatformFact.PROVISIONING_STATE;
import static io.tunnelscope.core.evidence.PlatformFact.SERVICE_RUNNING;
import static io.tunnelscope.core.evidence.PlatformFact.USER_UPDATE;
import static io.tunnelscope.core.evidence.PlatformFact.VIP_ANSWERS;

import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the platform of a simulated target says about it as a resource. */
final class Resources {
  private Resources() {}

  /**
   * What is said of the scenario.
   *
   * @param logs of the same look: what stands in them proves what the platform says
   */
  static List<PlatformState> of(Scenario scenario, List<BundleFile> logs) {
    var fault = scenario.fault();
    if (fault == Fault.GATEWAY_NOT_FOUND) {
      return List.of(PlatformState.of(GATEWAY_EXISTS, false));
    }
    var states = new ArrayList<PlatformState>();
    say(states, GATEWAY_EXISTS, true);
    boolean update = fault == Fault.USER_DRIVEN_UPDATE;
    states.add(PlatformState.of(PROVISIONING_STATE, update ? "Updating" : "Succeeded"));
    say(states, USER_UPDATE, update);
    say(states, MAINTENANCE, fault == Fault.PLANNED_MAINTENANCE);
    say(states, VIP_ANSWERS, fault != Fault.VIP_UNRESPONSIVE);
    say(states, PLATFORM_ACTIVE, fault != Fault.PLATFORM_INACTIVE);
    say(states, SERVICE_RUNNING, fault != Fault.SERVICE_NOT_RUNNING);
    if (scenario.scope() == Scope.GATEWAY) {
      connections(states, scenario);
    } else {
      connection(states, fault, logs);
    }
    return List.copyOf(states);
  }

  private static void connections(List<PlatformState> states, Scenario scenario) {
    var fault = scenario.fault();
    int some = new Random(scenario.seed()).nextInt(1, 6);
    int all = fault == Fault.NO_CONNECTIONS_FOUND_FOR_GATEWAY ? 0 : some;
    states.add(PlatformState.of(CONNECTIONS, all));
    if (fault != Fault.CONNECTIONS_NOT_CONNECTED) {
      // That none is up is left to the counters to show.
      states.add(PlatformState.of(CONNECTIONS_UP, all));
    }
  }

  private static void connection(List<PlatformState> states, Fault fault, List<BundleFile> logs) {
    boolean exists = fault != Fault.CONNECTION_ENTITY_NOT_FOUND;
    say(states, CONNECTION_EXISTS, exists);
    if (!exists) {
      return;
    }
    say(states, CONNECTION_MARKED_DISCONNECTED, fault == Fault.CONNECTION_IS_MARKED_DISCONNECTED);
    states.add(
        fault == Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY
            ? new PlatformState(CONNECTION_ON_GATEWAY, "false", lines(logs, "is configured"))
            : PlatformState.of(CONNECTION_ON_GATEWAY, true));
    states.add(
        fault == Fault.CONNECTION_MARKED_STANDBY
            ? new PlatformState(CONNECTION_STANDBY, "true", lines(logs, "standby"))
            : PlatformState.of(CONNECTION_STANDBY, false));
  }

  /** The first line of each file that says it. */
  private static List<EvidenceRef> lines(List<BundleFile> logs, String words) {
    var found = new ArrayList<EvidenceRef>();
    for (var log : logs) {
      var lines = log.text().lines().toList();
      for (int n = 0; n < lines.size(); n++) {
        if (lines.get(n).contains(words)) {
          found.add(new EvidenceRef(log.name(), n + 1, lines.get(n)));
          break;
        }
      }
    }
    return found;
  }

  private static void say(List<PlatformState> states, PlatformFact fact, boolean value) {
    states.add(PlatformState.of(fact, value));
  }
}
