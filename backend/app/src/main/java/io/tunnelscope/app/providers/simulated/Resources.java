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

import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the platform of a simulated target says about it as a resource. */
final class Resources {
  private Resources() {}

  static List<PlatformState> of(Scenario scenario) {
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
      connection(states, fault);
    }
    return List.copyOf(states);
  }

  private static void connections(List<PlatformState> states, Scenario scenario) {
    var fault = scenario.fault();
    int some = new Random(scenario.seed()).nextInt(1, 6);
    int all = fault == Fault.NO_CONNECTIONS_FOUND_FOR_GATEWAY ? 0 : some;
    states.add(PlatformState.of(CONNECTIONS, all));
    states.add(
        PlatformState.of(CONNECTIONS_UP, fault == Fault.CONNECTIONS_NOT_CONNECTED ? 0 : all));
  }

  private static void connection(List<PlatformState> states, Fault fault) {
    boolean exists = fault != Fault.CONNECTION_ENTITY_NOT_FOUND;
    say(states, CONNECTION_EXISTS, exists);
    if (exists) {
      say(states, CONNECTION_MARKED_DISCONNECTED, fault == Fault.CONNECTION_IS_MARKED_DISCONNECTED);
      say(states, CONNECTION_ON_GATEWAY, fault != Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY);
      say(states, CONNECTION_STANDBY, fault == Fault.CONNECTION_MARKED_STANDBY);
    }
  }

  private static void say(List<PlatformState> states, PlatformFact fact, boolean value) {
    states.add(PlatformState.of(fact, value));
  }
}
