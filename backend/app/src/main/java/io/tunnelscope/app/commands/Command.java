package io.tunnelscope.app.commands;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What somebody asks for. Targets and ids are as they were typed; nobody has looked for them. */
public sealed interface Command {
  Verb verb();

  /**
   * @param target a name or resource id, or a pattern with asterisks
   * @param twin both halves of a VNet2VNet connection
   * @param watch the steps are told, too, as the message of a run does in any case: understood
   *     because people say it who know it of other programs
   * @param quiet the end alone is told
   * @param isPrivate only who asks is told
   * @param explain says what would run, and starts nothing
   */
  record Run(
      String target,
      boolean active,
      boolean twin,
      boolean watch,
      boolean quiet,
      boolean isPrivate,
      boolean explain)
      implements Command {
    @Override
    public Verb verb() {
      return Verb.RUN;
    }
  }

  record Status(Optional<String> run) implements Command {
    @Override
    public Verb verb() {
      return Verb.STATUS;
    }
  }

  record Cancel(Optional<String> run) implements Command {
    @Override
    public Verb verb() {
      return Verb.CANCEL;
    }
  }

  record Last(String target) implements Command {
    @Override
    public Verb verb() {
      return Verb.LAST;
    }
  }

  /**
   * @param what a target or the older run
   * @param newer the newer run; empty for a target
   * @param baseline of a target the last run and the one that is pinned, not the last two
   */
  record Diff(String what, Optional<String> newer, boolean baseline) implements Command {
    @Override
    public Verb verb() {
      return Verb.DIFF;
    }
  }

  record Why(String what) implements Command {
    @Override
    public Verb verb() {
      return Verb.WHY;
    }
  }

  /**
   * @param here everybody in the place shall have it
   */
  record Report(String what, boolean here) implements Command {
    @Override
    public Verb verb() {
      return Verb.REPORT;
    }
  }

  record ListTargets(Optional<String> filter) implements Command {
    @Override
    public Verb verb() {
      return Verb.LIST;
    }
  }

  record History(String target, int limit, Which which) implements Command {
    @Override
    public Verb verb() {
      return Verb.HISTORY;
    }
  }

  /**
   * @param target {@code *} for all there are and will be; a pattern stands for those that fit now
   */
  record Subscribe(String target, Set<Occasion> on, boolean digest) implements Command {
    public Subscribe {
      on = Set.copyOf(on);
    }

    @Override
    public Verb verb() {
      return Verb.SUBSCRIBE;
    }
  }

  /**
   * @param target a pattern stands for all that the channel is told of and that fit
   * @param on empty for all occasions
   */
  record Unsubscribe(String target, Set<Occasion> on) implements Command {
    public Unsubscribe {
      on = Set.copyOf(on);
    }

    @Override
    public Verb verb() {
      return Verb.UNSUBSCRIBE;
    }
  }

  record Mute(String target, Duration time) implements Command {
    @Override
    public Verb verb() {
      return Verb.MUTE;
    }
  }

  record ScheduleAdd(
      String targets,
      String cron,
      Optional<String> timeZone,
      int jitterSeconds,
      Optional<String> missed,
      boolean active)
      implements Command {
    @Override
    public Verb verb() {
      return Verb.SCHEDULE_ADD;
    }
  }

  record ScheduleList() implements Command {
    @Override
    public Verb verb() {
      return Verb.SCHEDULE_LIST;
    }
  }

  record ScheduleRemove(String id) implements Command {
    @Override
    public Verb verb() {
      return Verb.SCHEDULE_REMOVE;
    }
  }

  record SchedulePause(String id) implements Command {
    @Override
    public Verb verb() {
      return Verb.SCHEDULE_PAUSE;
    }
  }

  record ScheduleResume(String id) implements Command {
    @Override
    public Verb verb() {
      return Verb.SCHEDULE_RESUME;
    }
  }

  record Link() implements Command {
    @Override
    public Verb verb() {
      return Verb.LINK;
    }
  }

  record Unlink() implements Command {
    @Override
    public Verb verb() {
      return Verb.UNLINK;
    }
  }

  record WhoAmI() implements Command {
    @Override
    public Verb verb() {
      return Verb.WHOAMI;
    }
  }

  record Help(Optional<Verb> about) implements Command {
    @Override
    public Verb verb() {
      return Verb.HELP;
    }
  }
}
