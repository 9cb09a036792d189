package io.tunnelscope.core.bundle;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes archives of strangers apart without ever trusting a name or a size in them. Streaming; any
 * thread.
 */
public final class Unpacker {

  private final Limits limits;

  public Unpacker(Limits limits) {
    this.limits = limits;
  }

  /**
   * Gets one file after the other; the stream is valid during the call and need not be read to its
   * end.
   */
  @FunctionalInterface
  public interface Receiver {
    void file(String name, InputStream bytes) throws IOException, UnusableInput;
  }

  /** Whether bytes that begin like this are a zip archive. */
  public static boolean isArchive(byte[] beginning) {
    return beginning.length >= 4
        && beginning[0] == 'P'
        && beginning[1] == 'K'
        && (beginning[2] == 3 && beginning[3] == 4 || beginning[2] == 5 && beginning[3] == 6);
  }

  /**
   * Hands every file of the archive to the receiver.
   *
   * @throws UnusableInput when the archive is corrupt, unsafe or too large; perhaps after files
   *     were handed over, which are then worth nothing
   */
  public void unpack(String archiveName, InputStream archive, Receiver receiver)
      throws IOException, UnusableInput {
    throw new UnsupportedOperationException(limits.toString());
  }
}
