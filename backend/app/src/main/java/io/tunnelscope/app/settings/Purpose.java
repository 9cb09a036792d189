package io.tunnelscope.app.settings;

/** What the settings are read for: it decides what must be there. */
public enum Purpose {
  /** Everything has a default; the database is our own. */
  DEMO,
  /** Needs the two databases of a node and a place for log bundles. */
  SERVE,
  /** Needs the database of the migrations. */
  MIGRATE
}
