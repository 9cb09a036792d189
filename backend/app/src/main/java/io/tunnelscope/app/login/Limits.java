package io.tunnelscope.app.login;

/**
 * How often one may ask.
 *
 * @param strangers failed or first attempts of one address
 * @param callers requests of one person or token
 * @param denials audit entries about refusals of one person or token
 */
public record Limits(Limit strangers, Limit callers, Limit denials) {
  /** So many at once, then so many a second. */
  public record Limit(int burst, double perSecond) {}

  public static Limits usual() {
    return new Limits(new Limit(60, 1), new Limit(400, 100), new Limit(30, 0.5));
  }
}
