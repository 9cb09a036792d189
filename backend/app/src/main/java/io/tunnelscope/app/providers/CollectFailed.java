package io.tunnelscope.app.providers;

import static java.util.Objects.requireNonNull;

/** Nothing could be collected. Carries no text of the other side. */
@SuppressWarnings("serial") // never serialised
public final class CollectFailed extends RuntimeException {
  private final transient CollectFailure failure;

  public CollectFailed(CollectFailure failure) {
    super(requireNonNull(failure).reason(), null, false, false);
    this.failure = failure;
  }

  public CollectFailure failure() {
    return failure;
  }
}
