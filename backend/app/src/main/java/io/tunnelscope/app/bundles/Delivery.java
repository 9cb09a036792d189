package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/** What became of the wish to have a bundle put into a storage account. */
public sealed interface Delivery {

  /**
   * It lies there.
   *
   * @param blob its address
   */
  record Done(URI blob) implements Delivery {
    public Done {
      requireNonNull(blob, "blob");
    }
  }

  /** It lies in our own store only. */
  record Kept(Why why) implements Delivery {
    public Kept {
      requireNonNull(why, "why");
    }
  }

  /** Why a bundle stays with us. The names are written down. */
  enum Why {
    /** The run left no log files. */
    NO_LOGS,
    /** No storage is set for the subscription. */
    NOT_SET,
    /** Another account, container or kind of path than the one that is set. */
    ELSEWHERE,
    /** The storage is set without a key. */
    NO_KEY,
    NO_SUCH_CONTAINER,
    /** The key that is set is refused. */
    NOT_ALLOWED,
    UNREACHABLE
  }
}
