package io.tunnelscope.app.verify;

/**
 * A record as far as the chain goes; its own hash was checked already.
 *
 * @param previous hash of the record before it, in hex
 * @param hash its own, in hex
 */
record Link(String tenant, long seq, String previous, String hash) {
  /** What the first record of a chain points at. */
  static final String BEGINNING = "0".repeat(64);
}
