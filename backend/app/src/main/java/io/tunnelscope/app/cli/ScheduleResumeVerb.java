package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Starts runs again, from the next time on, as whoever resumes it.")
final class ScheduleResumeVerb extends PausingVerb {
  ScheduleResumeVerb() {
    super(false);
  }
}
