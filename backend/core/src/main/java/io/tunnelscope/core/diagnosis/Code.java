package io.tunnelscope.core.diagnosis;

/** The overall answer. */
public enum Code {
  HEALTHY("Healthy"),
  UNHEALTHY("UnHealthy"),
  /** Ours; the Azure-compatible door says {@code UnHealthy} instead. */
  UNDETERMINED("Undetermined");

  private final String wireName;

  Code(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
