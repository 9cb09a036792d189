package io.tunnelscope.app.providers.vici;

import static java.util.Objects.requireNonNull;

/** A daemon gave no answer. Carries no text of the other side. */
@SuppressWarnings("serial") // never serialised
public final class ViciFailed extends RuntimeException {
  private final transient ViciFailure failure;

  public ViciFailed(ViciFailure failure) {
    super(requireNonNull(failure).reason(), null, false, false);
    this.failure = failure;
  }

  static ViciFailed malformed(String what) {
    return new ViciFailed(new ViciFailure.Malformed(what));
  }

  public ViciFailure failure() {
    return failure;
  }
}
