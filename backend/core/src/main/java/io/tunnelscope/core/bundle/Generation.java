package io.tunnelscope.core.bundle;

/** Which log files a gateway writes. */
public enum Generation {
  /** One {@code IKELogs.txt} with all IKE activity. */
  NEWER,
  /** {@code IKEErrors.txt}, {@code Scrubbed-wfpdiag.txt}, {@code wfpdiag.txt.sum}. */
  OLDER
}
