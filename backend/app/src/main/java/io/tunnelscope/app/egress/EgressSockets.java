package io.tunnelscope.app.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Opens WebSockets where {@link Egress} may send HTTP, and in the same way: to a place that was
 * checked, past every proxy. Never blocks.
 */
public final class EgressSockets {
  /** Of a WebSocket's scheme, the one that the rules speak of. */
  private static final Map<String, String> HTTP = Map.of("ws", "http", "wss", "https");

  private static final int CONNECT_MS = 10_000;

  /** A peer that does not answer the end of a connection is left without one. */
  private static final int CLOSING_SECONDS = 1;

  private final Vertx vertx;
  private final Egress egress;
  private final WebSocketClient client;

  /**
   * @param mostBytes of a message; a longer one ends its connection
   */
  public EgressSockets(Vertx vertx, Egress egress, int mostBytes) {
    this(vertx, egress, mostBytes, new WebSocketClientOptions());
  }

  /**
   * @param tls whom to trust
   */
  EgressSockets(Vertx vertx, Egress egress, int mostBytes, WebSocketClientOptions tls) {
    this.vertx = vertx;
    this.egress = egress;
    this.client =
        vertx.createWebSocketClient(
            tls.setConnectTimeout(CONNECT_MS)
                .setClosingTimeout(CLOSING_SECONDS)
                .setMaxFrameSize(mostBytes)
                .setMaxMessageSize(mostBytes));
  }

  /**
   * Completes on the caller's context, before anything that comes is read; fails with {@link
   * EgressFailed}, within that time.
   *
   * @param address of scheme ws or wss
   */
  public Future<WebSocket> connect(URI address, Duration longest) {
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || !HTTP.containsKey(scheme)) {
      return Future.failedFuture(new EgressFailed(EgressFailure.FORBIDDEN));
    }
    var asked = URI.create(HTTP.get(scheme) + address.toASCIIString().substring(scheme.length()));
    Promise<WebSocket> opened = Promise.promise();
    long alarm =
        vertx.setTimer(
            Math.max(1, longest.toMillis()),
            _ -> opened.tryFail(new EgressFailed(EgressFailure.TIMED_OUT)));
    egress
        .placeOf(asked)
        .compose(place -> client.connect(options(asked, place, longest)))
        .onSuccess(
            socket -> {
              if (!opened.tryComplete(socket)) {
                socket.close();
              }
            })
        .onFailure(failure -> opened.tryFail(Exchange.named(failure)));
    return opened.future().onComplete(_ -> vertx.cancelTimer(alarm));
  }

  private static WebSocketConnectOptions options(URI asked, InetAddress place, Duration longest) {
    var options =
        new WebSocketConnectOptions()
            .setHost(asked.getHost())
            .setPort(EgressRules.port(asked))
            .setSsl("https".equals(asked.getScheme()))
            .setURI(pathAndQuery(asked))
            .setTimeout(longest.toMillis())
            .setAllowOriginHeader(false);
    options.setServer(
        SocketAddress.inetSocketAddress(new InetSocketAddress(place, EgressRules.port(asked))));
    return options;
  }

  private static String pathAndQuery(URI address) {
    var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }
}
