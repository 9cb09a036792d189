package io.tunnelscope.app.verify;

/** What can be wrong with a record or with what vouches for it. */
public enum Fault {
  /** The text is not what was hashed. */
  CHANGED,
  /** It is no record of the audit. */
  NO_RECORD,
  /** It belongs to another tenant's chain. */
  FOREIGN,
  /** A record before it is missing, was put in or stands elsewhere. */
  OUT_OF_ORDER,
  /** It points at another record than the one before it. */
  UNLINKED,
  /** The records end before what the export or the head of the chain says. */
  CUT,
  /** The export's first line is missing or was changed. */
  HEADER,
  /** It differs from what a checkpoint signed. */
  NOT_AS_SIGNED,
  /** A checkpoint was changed, or signed with another key. */
  CHECKPOINT_CHANGED,
  /** A checkpoint is missing, was put in or stands elsewhere. */
  CHECKPOINT_OUT_OF_ORDER,
  /** The steps of a run are not those that its last record vouches for. */
  STEPS_CHANGED
}
