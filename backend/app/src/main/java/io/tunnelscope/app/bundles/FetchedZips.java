package io.tunnelscope.app.bundles;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies of zips that lie elsewhere, in the spool: who turns pages does not fetch the zip for each.
 * Those that nobody reads make room for others, the longest unread first. Blocks while it fetches;
 * any worker thread.
 */
final class FetchedZips {
  private static final long MOST_BYTES = 1L << 30;

  private final Spool spool;
  private final long most;

  /** By key, the last one read at the end. */
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  FetchedZips(Spool spool) {
    this(spool, MOST_BYTES);
  }

  /**
   * @param most bytes that may lie in the spool
   */
  FetchedZips(Spool spool, long most) {
    this.spool = spool;
    this.most = most;
  }

  /** Fetches a zip into a file that is not there yet. */
  @FunctionalInterface
  interface Fetch {
    void into(Path file) throws IOException;
  }

  /**
   * @throws Refusal.Unavailable when others read so much that there is no room
   */
  LentZip lend(StoredBundle bundle, Fetch fetch) throws IOException {
    var copy = reserve(bundle);
    try {
      copy.fetchOnce(fetch);
      return new LentZip(copy.file, () -> release(copy));
    } catch (IOException | RuntimeException failure) {
      forget(copy);
      throw failure;
    }
  }

  private synchronized Copy reserve(StoredBundle bundle) throws IOException {
    var copy = copies.get(bundle.storeKey());
    if (copy == null) {
      makeRoom(bundle.bytes());
      copy = new Copy(bundle.storeKey(), bundle.bytes(), spool.newFile());
      copies.put(copy.key, copy);
      bytes += copy.size;
    }
    copy.readers++;
    return copy;
  }

  private void makeRoom(long wanted) throws IOException {
    var unread = copies.values().stream().filter(copy -> copy.readers == 0).toList().iterator();
    while (bytes + wanted > most) {
      if (!unread.hasNext()) {
        throw new Refusal.Unavailable(
            new Text(
                "Many log files are being read at this moment: try again soon.",
                "지금 많은 로그 파일을 읽고 있습니다. 잠시 후 다시 시도해 주십시오."));
      }
      drop(unread.next());
    }
  }

  private synchronized void release(Copy copy) {
    copy.readers--;
  }

  /** Who waited for the same copy finds it missing and fetches it for itself. */
  private synchronized void forget(Copy copy) throws IOException {
    copy.readers--;
    if (copy.readers == 0 && copies.get(copy.key) == copy) {
      drop(copy);
    }
  }

  private void drop(Copy copy) throws IOException {
    copies.remove(copy.key);
    bytes -= copy.size;
    Spool.remove(copy.file);
  }

  private static final class Copy {
    private final String key;
    private final long size;
    private final Path file;
    private final ReentrantLock fetching = new ReentrantLock();
    private boolean fetched;

    /** Guarded by the shelf. */
    private int readers;

    Copy(String key, long size, Path file) {
      this.key = key;
      this.size = size;
      this.file = file;
    }

    void fetchOnce(Fetch fetch) throws IOException {
      fetching.lock();
      try {
        if (!fetched) {
          Spool.remove(file); // what a failure left
          fetch.into(file);
          fetched = true;
        }
      } finally {
        fetching.unlock();
      }
    }
  }
}
