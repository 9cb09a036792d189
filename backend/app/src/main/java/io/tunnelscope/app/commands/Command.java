package io.tunnelscope.app.commands;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What somebody asks for. Targets and ids are as they were typed; nobody has looked for them. */
public sealed interface Command {
  Verb verb();

  /**
   * @param target a name or resource id, or a pattern with asterisks
   * @param watch the steps are told, too
   * @param quiet the end alone is told
   * @param isPrivate only who asks is told
   * @param explain says what would run, and starts nothing
   */
  record Run(
      String target,
      boolean active,
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
   */
  record Diff(String what, Optional<String> newer) implements Command {
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

  record ListTargets(Optional<String> filter) implements Command {
    @Override
    public Verb verb() {
      return Verb.LIST;
    }
  }

  record History(String target, int limit) implements Command {
    @Override
    public Verb verb() {
      return Verb.HISTORY;
    }
  }

  /**
   * @param target {@code *} for all there are and will be
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

  record Unsubscribe(String target) implements Command {
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
