package io.tunnelscope.app.blobs;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/** A container did not do what was asked. Carries no text of the other side and no address. */
@SuppressWarnings("serial") // never serialised
public final class BlobFailed extends IOException {
  private final transient BlobFailure failure;

  public BlobFailed(BlobFailure failure) {
    super(requireNonNull(failure).reason());
    this.failure = failure;
  }

  public BlobFailure failure() {
    return failure;
  }
}
