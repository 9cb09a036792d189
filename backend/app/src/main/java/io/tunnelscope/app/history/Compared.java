package io.tunnelscope.app.history;

import io.tunnelscope.app.runs.Run;
import io.tunnelscope.core.diff.Diff;

/** Two runs and what changed from the first to the second. */
public record Compared(Run from, Run to, Diff diff) {}
