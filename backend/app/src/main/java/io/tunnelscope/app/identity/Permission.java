package io.tunnelscope.app.identity;

/** What a route asks for. The table of roles is in {@link Role}. */
public enum Permission {
  READ,
  START_RUN,
  READ_AUDIT,
  MANAGE
}
