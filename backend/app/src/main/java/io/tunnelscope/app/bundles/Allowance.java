package io.tunnelscope.app.bundles;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;

/** How many bytes one upload may have, over all its files. For one event loop. */
final class Allowance {
  static final long MOST_MB = 250;
  static final long MOST_BYTES = MOST_MB << 20;

  /** A sender who does not stop here is cut off. */
  private static final long END_OF_PATIENCE = 2 * MOST_BYTES;

  private long taken;

  /** What happens to some bytes. */
  enum Verdict {
    TAKEN,
    TOO_MUCH,
    FAR_TOO_MUCH
  }

  Verdict take(long bytes) {
    taken += bytes;
    if (taken <= MOST_BYTES) {
      return Verdict.TAKEN;
    }
    return taken <= END_OF_PATIENCE ? Verdict.TOO_MUCH : Verdict.FAR_TOO_MUCH;
  }

  boolean isExceeded() {
    return taken > MOST_BYTES;
  }

  static Refusal tooLarge() {
    return new Refusal.TooLarge(
        new Text(
            "More than " + MOST_MB + " MB are not taken: send the files in several uploads.",
            MOST_MB + "MB를 초과하는 업로드는 받을 수 없습니다. 파일을 나누어 업로드해 주십시오."));
  }
}
