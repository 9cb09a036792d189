package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;

/** Runs that are not over. */
final class OpenRuns {
  private OpenRuns() {}

  /** As a list of the API: those that run, then those that wait, the newest of each first. */
  static ObjectNode all(Server api) throws InterruptedException {
    return all(api, "");
  }

  /** The same of those that the caller asked for. */
  static ObjectNode mine(Server api) throws InterruptedException {
    return all(api, "&mine=true");
  }

  private static ObjectNode all(Server api, String more) throws InterruptedException {
    // In this order: a run that begins in between is in both lists, not in none.
    var queued = Pages.all(api, "runs?state=QUEUED" + more, Pages.EVERYTHING);
    var open = Pages.all(api, "runs?state=RUNNING" + more, Pages.EVERYTHING);
    var items = open.withArray("items");
    var known = new HashSet<String>();
    items.forEach(run -> known.add(run.path("id").asText()));
    queued
        .path("items")
        .forEach(
            run -> {
              if (known.add(run.path("id").asText())) {
                items.add(run);
              }
            });
    return open;
  }
}
