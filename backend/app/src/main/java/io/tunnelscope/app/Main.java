package io.tunnelscope.app;

/** Starts Tunnelscope: reads the verb, builds the objects it needs, hands over. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.err.println("tunnelscope: nothing to run yet");
    System.exit(64);
  }
}
