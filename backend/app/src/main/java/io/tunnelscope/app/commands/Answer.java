package io.tunnelscope.app.commands;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import java.util.List;
import java.util.Optional;

/**
 * What a caller is told, in their language. Everything in it is text: whoever shows it escapes it.
 * Lists are short enough to be shown whole; how many more there are stands beside them.
 */
public sealed interface Answer {
  /** Lines below each other. */
  record Said(List<String> lines) implements Answer {
    public Said {
      lines = List.copyOf(lines);
    }

    public static Said of(String... lines) {
      return new Said(List.of(lines));
    }
  }

  /**
   * Rows of as many cells as there are heads.
   *
   * @param below lines behind the rows
   */
  record Table(
      String title,
      List<String> heads,
      List<List<String>> rows,
      List<String> below,
      Optional<More> more)
      implements Answer {
    public Table {
      requireNonNull(title, "title");
      requireNonNull(more, "more");
      heads = List.copyOf(heads);
      rows = List.copyOf(rows);
      below = List.copyOf(below);
    }
  }

  /** Something to choose from. */
  record Choices(String question, List<Choice> choices, Optional<More> more) implements Answer {
    public Choices {
      requireNonNull(question, "question");
      choices = List.copyOf(choices);
      requireNonNull(more, "more");
    }
  }

  /**
   * What a list leaves out.
   *
   * @param count at least 1
   * @param page where all of it is shown in a browser
   */
  record More(int count, String page) {
    public More {
      requireNonNull(page, "page");
    }

    /** Empty when nothing is left out. */
    static Optional<More> of(int all, int shown, String page) {
      return all > shown ? Optional.of(new More(all - shown, page)) : Optional.empty();
    }
  }

  /**
   * One way to go on.
   *
   * @param command the line that goes it
   */
  record Choice(String label, String command) {
    public Choice {
      requireNonNull(label, "label");
      requireNonNull(command, "command");
    }
  }

  /** Runs were queued; how they go is told where they were asked for. */
  record Started(List<Run> runs, List<String> lines) implements Answer {
    public Started {
      runs = List.copyOf(runs);
      lines = List.copyOf(lines);
    }

    public record Run(RunId id, String target) {}
  }

  /**
   * A run in full, as a file.
   *
   * @param file what it is called
   * @param lines which run it is about, to stand beside it
   * @param page of the run in a browser
   * @param isForAll whether everybody in the place shall have it, rather than who asked
   */
  record Report(String file, String text, List<String> lines, String page, boolean isForAll)
      implements Answer {
    public Report {
      requireNonNull(file, "file");
      requireNonNull(text, "text");
      requireNonNull(page, "page");
      lines = List.copyOf(lines);
    }
  }

  /** Where to go in a browser, for the caller's eyes alone. */
  record Follow(String text, String label, String address) implements Answer {
    public Follow {
      requireNonNull(text, "text");
      requireNonNull(label, "label");
      requireNonNull(address, "address");
    }
  }

  /**
   * Nothing was done.
   *
   * @param reason a constant, for the audit
   * @param lines why, and what to do about it
   * @param instead what may have been meant
   */
  record Refused(String reason, List<String> lines, List<Choice> instead) implements Answer {
    public Refused {
      requireNonNull(reason, "reason");
      lines = List.copyOf(lines);
      instead = List.copyOf(instead);
    }
  }
}
