package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.egress.Egress;
import io.vertx.core.Vertx;

/** The resource managers of all clouds and accounts. One a process: tokens and paces are in it. */
public final class ResourceManagers {
  private final Vertx vertx;
  private final Egress egress;
  private final TokenSource tokens;
  private final Recent<Pace> paces = new Recent<>();

  public ResourceManagers(Vertx vertx, Egress egress) {
    this.vertx = vertx;
    this.egress = egress;
    this.tokens = new TokenSource(egress);
  }

  Arm of(AzureAccount account) {
    var pace = paces.change(account, kept -> kept == null ? new Pace(vertx) : kept);
    return new Arm(vertx, egress, tokens, pace.orElseThrow(), account);
  }
}
