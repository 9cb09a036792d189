package io.tunnelscope.app.slack;

import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunEvent;
import io.tunnelscope.core.diagnosis.Diagnosis;
import java.util.Optional;

/**
 * All that the message of a run tells.
 *
 * @param doing while it goes on
 * @param diagnosis once there is one
 * @param changes since the last diagnosed run of the target; empty when there was none
 */
record RunReport(
    Run run,
    Optional<RunEvent.Doing> doing,
    Optional<Diagnosis> diagnosis,
    Optional<RunDetails.Changes> changes) {}
