package io.tunnelscope.app.slack;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tunnelscope.app.login.Limits.Limit;
import io.tunnelscope.app.login.RateLimit;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes from workspaces that are no tenant's. There is no tenant whose audit it could stand
 * in: operators see it in the log, once an hour of each workspace, and in the figures. Any thread.
 */
final class Strangers {
  private static final Logger log = LoggerFactory.getLogger(Strangers.class);
  private static final Limit LOGGED = new Limit(1, 1 / 3600.0);

  private final RateLimit logged;
  private final Counter requests;

  Strangers(Clock clock, MeterRegistry metrics) {
    this.logged = new RateLimit(clock, LOGGED);
    this.requests =
        Counter.builder("tunnelscope.slack.strangers")
            .description("requests from workspaces of Slack's that are no tenant's")
            .register(metrics);
  }

  void came(Home from) {
    requests.increment();
    if (logged.take(from.enterprise() + "/" + from.team()).isZero()) {
      log.atInfo()
          .addKeyValue("team", from.team())
          .addKeyValue("enterprise", from.enterprise())
          .addKeyValue("app", from.app())
          .log("a request came from a workspace that is no tenant's");
    }
  }
}
