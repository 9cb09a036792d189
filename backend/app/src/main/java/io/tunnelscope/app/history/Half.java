package io.tunnelscope.app.history;

import io.tunnelscope.app.gateways.TargetState;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.Run.Verdict;
import java.util.Optional;

/**
 * One half of a VNet2VNet connection.
 *
 * @param run the one it is judged by; empty when the half was never troubleshot
 */
record Half(TargetState target, Optional<Run> run) {
  String name() {
    return target.known().name();
  }

  Optional<Verdict> verdict() {
    return run.flatMap(Run::verdict);
  }
}
