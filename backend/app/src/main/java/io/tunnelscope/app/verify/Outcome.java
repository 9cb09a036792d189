package io.tunnelscope.app.verify;

/** What a check found. */
public sealed interface Outcome {
  /**
   * Every record is as it was written.
   *
   * @param tenant whose chain it is
   * @param from number of the first record that was checked
   * @param to of the last
   * @param records how many there were
   * @param complete false when the export was filtered: nobody can tell what is missing between
   * @param signed how many checkpoints vouch for records among them
   */
  record Intact(String tenant, long from, long to, long records, boolean complete, long signed)
      implements Outcome {}

  /**
   * The first thing that is not as it was written.
   *
   * @param tenant empty when not even that is known
   * @param seq number of the record; of what should be there when it is missing
   * @param line of the file, from 1; 0 in a database
   */
  record Bad(Fault fault, String tenant, long seq, long line) implements Outcome {}

  /** The file holds no export of an audit. */
  record Unusable() implements Outcome {}
}
