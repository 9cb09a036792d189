package io.tunnelscope.app.egress;

import static java.util.Objects.requireNonNull;

/** A call without an answer. Carries no text of the other side. */
@SuppressWarnings("serial") // never serialised
public final class EgressFailed extends RuntimeException {
  private final EgressFailure failure;

  public EgressFailed(EgressFailure failure) {
    super(requireNonNull(failure).name(), null, false, false);
    this.failure = failure;
  }

  public EgressFailure failure() {
    return failure;
  }
}
