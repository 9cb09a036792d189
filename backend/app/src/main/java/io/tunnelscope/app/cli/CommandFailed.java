package io.tunnelscope.app.cli;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Text;

/** Ends a verb with one line on stderr: what is wrong, and how to mend it. */
@SuppressWarnings("serial") // never serialised
public final class CommandFailed extends RuntimeException {
  private final ExitStatus status;
  private final transient Text line;

  /**
   * @param line "what is wrong: how to mend it", without the leading name of the program
   */
  public CommandFailed(ExitStatus status, Text line) {
    super(line.english(), null, false, false);
    this.status = requireNonNull(status);
    this.line = line;
  }

  public CommandFailed(ExitStatus status, String english, String korean) {
    this(status, new Text(english, korean));
  }

  public static CommandFailed usage(String english, String korean) {
    return new CommandFailed(ExitStatus.USAGE, english, korean);
  }

  public ExitStatus status() {
    return status;
  }

  public Text line() {
    return line;
  }
}
