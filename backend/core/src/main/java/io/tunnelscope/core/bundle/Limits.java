package io.tunnelscope.core.bundle;

/**
 * How much of an input is taken in.
 *
 * @param files most files of one case
 * @param unpackedBytes most bytes of one archive once unpacked
 * @param ratio most unpacked bytes for each packed one, looked at from the first megabyte on
 */
public record Limits(int files, long unpackedBytes, int ratio) {

  private static final long MB = 1L << 20;

  /** For what strangers send. */
  public static Limits ofUploads() {
    return new Limits(1_000, 500 * MB, 200);
  }

  /** For files a person reads on their own machine. */
  public static Limits ofOwnFiles() {
    return new Limits(1_000, Long.MAX_VALUE, 1_100);
  }
}
