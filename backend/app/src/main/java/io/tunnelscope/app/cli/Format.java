package io.tunnelscope.app.cli;

/** How a result is printed. */
enum Format {
  TEXT,
  JSON
}
