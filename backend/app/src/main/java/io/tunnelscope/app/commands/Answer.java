package io.tunnelscope.app.commands;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.RunId;
import java.util.List;

/**
 * What a caller is told, in their language. Everything in it is text: whoever shows it escapes it.
 * Lists are short enough to be shown whole.
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
   * @param below lines behind the rows, like how many there are more
   */
  record Table(String title, List<String> heads, List<List<String>> rows, List<String> below)
      implements Answer {
    public Table {
      requireNonNull(title, "title");
      heads = List.copyOf(heads);
      rows = List.copyOf(rows);
      below = List.copyOf(below);
    }
  }

  /** Something to choose from. */
  record Choices(String question, List<Choice> choices) implements Answer {
    public Choices {
      requireNonNull(question, "question");
      choices = List.copyOf(choices);
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
