package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "schedule",
    description = "Runs that start by themselves: adds, lists, pauses, resumes and removes them.",
    subcommands = {
      ScheduleAddVerb.class,
      ScheduleListVerb.class,
      SchedulePauseVerb.class,
      ScheduleResumeVerb.class,
      ScheduleRemoveVerb.class
    })
final class ScheduleVerb {
  @Mixin HelpOption help;
}
