package io.tunnelscope.app.arm;

/**
 * Where a gateway is, as Azure's clients need it: every target has a region, and each region in use
 * its network watcher.
 */
record Region(String name) {
  private static final String NOWHERE = "global";

  /**
   * @param location blank when unknown, as of a gateway outside of Azure
   */
  static Region of(String location) {
    return new Region(location.isBlank() ? NOWHERE : location);
  }

  /** Named as Azure names the one that it makes by itself. */
  String watcher() {
    return "NetworkWatcher_" + name;
  }
}
