package io.tunnelscope.app.runs;

import java.time.Duration;

/** What is left alone, and for how long, before a run that was given back is begun again. */
sealed interface Rest {

  /** Nothing: whoever comes first takes it. */
  record None() implements Rest {}

  /** The run, which others of its subscription overtake meanwhile. */
  record OfRun(Duration time) implements Rest {}

  /** All of its subscription: its provider asked for a pause. */
  record OfSubscription(Duration time) implements Rest {}
}
