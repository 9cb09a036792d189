package io.tunnelscope.app.demo;

import io.tunnelscope.core.diagnosis.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of the past: what a target showed so many hours ago.
 *
 * @param fault empty for what it shows today
 */
record Past(String target, int hoursAgo, Optional<Fault> fault) {
  /** When something happened, the longest ago first. */
  static final List<Integer> HOURS_AGO = List.of(96, 73, 50, 31, 26, 20, 8, 3);

  /** What happened: one that broke, one that was mended, one that flaps, the sites, their pairs. */
  static List<Past> of(List<DemoTargets.Site> sites) {
    var script = new ArrayList<Past>();
    add(script, "sim/Authentication", 96, Fault.NO_FAULT, 50, Fault.NO_FAULT);
    add(script, "sim/Authentication", 26, Fault.AUTHENTICATION, 3, Fault.AUTHENTICATION);
    add(script, "sim/NoFault", 73, Fault.IKE_POLICY_MISMATCH, 31, Fault.NO_FAULT);
    add(script, "sim/PeerReachability", 73, Fault.NO_FAULT, 50, Fault.PEER_REACHABILITY);
    add(script, "sim/PeerReachability", 26, Fault.NO_FAULT, 8, Fault.PEER_REACHABILITY);
    add(
        script,
        "sim-GatewayCPUUsageExceeded",
        31,
        Fault.NO_FAULT,
        8,
        Fault.GATEWAY_CPU_USAGE_EXCEEDED);
    var turns =
        List.of(
            List.of(Fault.NO_FAULT, Fault.NO_FAULT, Fault.PEER_REACHABILITY, Fault.NO_FAULT),
            List.of(
                Fault.NO_FAULT,
                Fault.IKE_POLICY_MISMATCH,
                Fault.IKE_POLICY_MISMATCH,
                Fault.IKE_POLICY_MISMATCH),
            List.of(Fault.AUTHENTICATION, Fault.NO_FAULT, Fault.NO_FAULT, Fault.NO_FAULT),
            List.of(Fault.PEER_REACHABILITY, Fault.NO_FAULT, Fault.NO_FAULT, Fault.AUTHENTICATION));
    int n = 0;
    for (var site : sites) {
      for (var connection : site.connections()) {
        var faults = turns.get(n++ % turns.size());
        var name = site.gateway() + "/" + connection;
        add(script, name, 96, faults.get(0), 50, faults.get(1));
        add(script, name, 20, faults.get(2), 3, faults.get(3));
      }
    }
    for (var pair : SitePair.of(sites)) {
      for (var target : List.of(pair.unloadedTarget(), pair.waitingTarget())) {
        add(script, target, 96, Fault.NO_FAULT, 50, Fault.NO_FAULT);
        script.add(new Past(target, 20, Optional.empty()));
        script.add(new Past(target, 3, Optional.empty()));
      }
    }
    return script;
  }

  private static void add(
      List<Past> script, String target, int hours, Fault fault, int laterHours, Fault later) {
    script.add(new Past(target, hours, Optional.of(fault)));
    script.add(new Past(target, laterHours, Optional.of(later)));
  }
}
