package io.tunnelscope.app.cli;

/** How a verb ended, as scripts see it. */
public enum ExitStatus {
  /** Done, and healthy where health was asked for. */
  OK(0),
  /** Done and unhealthy; of {@code diff}: something changed. */
  UNHEALTHY(1),
  /** Done, and it cannot be told. */
  UNDETERMINED(2),
  /** The command line or the settings are wrong. */
  USAGE(64),
  /** The input cannot be used: a broken file, an unknown target, a kind that is not supported. */
  UNUSABLE_INPUT(65),
  /** A server or gateway does not answer. */
  UNREACHABLE(69),
  /** A bug of ours. */
  INTERNAL(70),
  /** A limit is reached, or a data folder cannot be had. */
  NO_ROOM(73),
  /** The token is not valid, or its role may not. */
  NOT_ALLOWED(77),
  /** Stopped by a person. */
  CANCELLED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Of two verdicts the one that asks for more: what is known to be bad before what is unknown. */
  ExitStatus orWorse(ExitStatus other) {
    if (this == OK || other == OK) {
      return this == OK ? other : this;
    }
    return this == UNDETERMINED ? other : this;
  }
}
