package io.tunnelscope.app.blobs;

/** Whether a container can be used for all that we do with one. */
public enum ContainerState {
  /** A blob could be written, found, read and removed. */
  USABLE,
  NO_SUCH_CONTAINER,
  /** The key or signature is wrong, or does not allow one of these. */
  NOT_ALLOWED,
  /** Nobody answers, or not in time, or not as a blob store does. */
  UNREACHABLE;

  static ContainerState of(BlobFailure failure) {
    return switch (failure) {
      case BlobFailure.NoSuchContainer _ -> NO_SUCH_CONTAINER;
      case BlobFailure.NotAllowed _ -> NOT_ALLOWED;
      case BlobFailure.NoSuchBlob _,
          BlobFailure.Unreachable _,
          BlobFailure.TooSlow _,
          BlobFailure.Busy _,
          BlobFailure.TooLarge _,
          BlobFailure.Changed _,
          BlobFailure.Refused _ ->
          UNREACHABLE;
    };
  }
}
