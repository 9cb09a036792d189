package io.tunnelscope.app.demo;

import io.tunnelscope.core.diagnosis.Fault;
import java.util.ArrayList;
import java.util.List;

/** One run of the past: what a target showed so many hours ago. */
record Past(String target, int hoursAgo, Fault fault) {
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
      add(script, pair.unloadedTarget(), 96, Fault.NO_FAULT, 50, Fault.NO_FAULT);
      add(script, pair.waitingTarget(), 96, Fault.NO_FAULT, 50, Fault.NO_FAULT);
      var unloaded = Fault.CONNECTION_NOT_CONFIGURED_ON_GATEWAY;
      add(script, pair.unloadedTarget(), 20, unloaded, 3, unloaded);
      add(script, pair.waitingTarget(), 20, Fault.PEER_REACHABILITY, 3, Fault.PEER_REACHABILITY);
    }
    return script;
  }

  private static void add(
      List<Past> script, String target, int hours, Fault fault, int laterHours, Fault later) {
    script.add(new Past(target, hours, fault));
    script.add(new Past(target, laterHours, later));
  }
}
