package io.tunnelscope.app.providers.vici;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a visit found out, to be put into a report. */
interface Story {

  /** From when on the log is about it; empty for all of it. */
  Optional<Instant> since();

  /**
   * Puts it into the report.
   *
   * @param lines of the gateway's log, secrets and all
   */
  void tell(Report report, List<String> lines);
}
