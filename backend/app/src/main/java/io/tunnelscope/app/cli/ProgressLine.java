package io.tunnelscope.app.cli;

/** A line on a terminal that is drawn over; nothing where stderr is none. */
final class ProgressLine {
  private final Terminal terminal;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(String text) {
    draw(text);
  }

  void clear() {
    draw("");
  }

  private void draw(String text) {
    if (terminal.live()) {
      terminal.err().print("\r\u001B[K" + text);
      terminal.err().flush();
    }
  }
}
