package io.tunnelscope.app.demo;

import io.tunnelscope.app.demo.DemoTargets.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Two sites that a VNet2VNet connection joins: each gateway has a half of it, named after the other
 * gateway. What is wrong with them shows on one half and is only felt on the other, as {@link
 * io.tunnelscope.app.providers.simulated.SimulatedEvidence} has it.
 *
 * @param unloaded the first in the alphabet: its gateway does not know its half
 * @param waiting the one that gets no answer for that
 */
record SitePair(Site unloaded, Site waiting) {
  /** Every site is joined with each of the others. */
  static List<SitePair> of(List<Site> sites) {
    var pairs = new ArrayList<SitePair>();
    for (var one : sites) {
      for (var other : sites) {
        if (one.gateway().compareTo(other.gateway()) < 0) {
          pairs.add(new SitePair(one, other));
        }
      }
    }
    return pairs;
  }

  String unloadedConnection() {
    return "to-" + waiting.gateway();
  }

  String waitingConnection() {
    return "to-" + unloaded.gateway();
  }

  String unloadedTarget() {
    return unloaded.gateway() + "/" + unloadedConnection();
  }

  String waitingTarget() {
    return waiting.gateway() + "/" + waitingConnection();
  }
}
