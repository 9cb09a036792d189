package io.tunnelscope.core.diff;

/** How something changed from one run to the next. */
public enum ChangeKind {
  APPEARED,
  CLEARED,
  WORSE,
  BETTER,
  CHANGED
}
