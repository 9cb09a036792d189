package io.tunnelscope.app.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;

/**
 * Sends HTTP to addresses that the rules allow, and to no others: the name is resolved here, every
 * place it leads to is checked, and the connection goes to a place that was checked. Follows no
 * redirect and no proxy of the environment. Any context; never blocks the caller.
 */
public final class Egress {
  private static final int CONNECT_MS = 10_000;
  private static final int CONNECTIONS_TO_ONE_PLACE = 16;
  private static final int WAITING = 256;
  private static final int IDLE_SECONDS = 30;
  private static final int LONGEST_HEADERS = 32_768;

  private final Vertx vertx;
  private final EgressRules rules;
  private final HttpClient client;

  public Egress(Vertx vertx, EgressRules rules) {
    this(vertx, rules, new HttpClientOptions());
  }

  /**
   * @param tls whom to trust
   */
  Egress(Vertx vertx, EgressRules rules, HttpClientOptions tls) {
    this.vertx = vertx;
    this.rules = rules;
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                tls.setConnectTimeout(CONNECT_MS)
                    .setKeepAliveTimeout(IDLE_SECONDS)
                    .setMaxHeaderSize(LONGEST_HEADERS)
                    .setDecompressionSupported(false))
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(CONNECTIONS_TO_ONE_PLACE)
                    .setMaxWaitQueueSize(WAITING))
            .build();
  }

  public EgressRules rules() {
    return rules;
  }

  /** The complete answer; fails with {@link EgressFailed} within the longest time of the call. */
  public Future<EgressAnswer> send(EgressCall call) {
    return rules.allow(call.address())
        ? new Exchange(vertx, client, call).with(place(call.address()))
        : failed(EgressFailure.FORBIDDEN);
  }

  /**
   * Succeeds when the address may be reached; for clients that are not ours. Fails with {@link
   * EgressFailed}.
   */
  public Future<Void> check(URI address) {
    return rules.allow(address)
        ? place(address)
            .<Void>mapEmpty()
            .recover(failure -> Future.failedFuture(Exchange.named(failure)))
        : failed(EgressFailure.FORBIDDEN);
  }

  /** As {@link #place}, of an address that the rules allow. */
  Future<InetAddress> placeOf(URI address) {
    return rules.allow(address) ? place(address) : failed(EgressFailure.FORBIDDEN);
  }

  /** One place that the name leads to; none, if it leads to a forbidden one as well. */
  private Future<InetAddress> place(URI address) {
    return vertx
        .executeBlocking(() -> InetAddress.getAllByName(address.getHost()), false)
        .compose(
            places ->
                Arrays.stream(places).allMatch(place -> rules.allow(address, place))
                    ? Future.succeededFuture(places[0])
                    : failed(EgressFailure.FORBIDDEN));
  }

  private static <T> Future<T> failed(EgressFailure failure) {
    return Future.failedFuture(new EgressFailed(failure));
  }
}
