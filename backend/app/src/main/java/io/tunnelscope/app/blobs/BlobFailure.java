package io.tunnelscope.app.blobs;

/** Why a container did not do what was asked. Holds no text of the other side. */
public sealed interface BlobFailure {

  /** The account answers and has no such container. */
  record NoSuchContainer() implements BlobFailure {}

  /** The container has no such blob, or has it no longer. */
  record NoSuchBlob() implements BlobFailure {}

  /** The key or the shared access signature is wrong, over, or not good for this. */
  record NotAllowed() implements BlobFailure {}

  /** Nobody answers there: no such name, no connection, no TLS that we trust, a broken wire. */
  record Unreachable() implements BlobFailure {}

  /** What was asked for did not end in time. */
  record TooSlow() implements BlobFailure {}

  /** The account has too much to do, or we have. */
  record Busy() implements BlobFailure {}

  /**
   * The blob is larger than the caller takes.
   *
   * @param most bytes
   */
  record TooLarge(long most) implements BlobFailure {}

  /** Somebody wrote the blob anew while it was read. */
  record Changed() implements BlobFailure {}

  /**
   * Any other answer; redirects are among them, as none is followed.
   *
   * @param status of HTTP
   */
  record Refused(int status) implements BlobFailure {}

  /** Whether the same may work later without a person doing anything. */
  default boolean retryMayHelp() {
    return switch (this) {
      case Unreachable _, TooSlow _, Busy _, Changed _ -> true;
      case NoSuchContainer _, NoSuchBlob _, NotAllowed _, TooLarge _ -> false;
      case Refused refused -> refused.status() >= 500;
    };
  }

  /** Stable name for the history and for programs. */
  default String reason() {
    return switch (this) {
      case NoSuchContainer _ -> "NO_SUCH_CONTAINER";
      case NoSuchBlob _ -> "NO_SUCH_BLOB";
      case NotAllowed _ -> "NOT_ALLOWED";
      case Unreachable _ -> "UNREACHABLE";
      case TooSlow _ -> "TOO_SLOW";
      case Busy _ -> "BUSY";
      case TooLarge _ -> "TOO_LARGE";
      case Changed _ -> "CHANGED";
      case Refused _ -> "REFUSED";
    };
  }
}
