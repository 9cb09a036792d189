package io.tunnelscope.app.egress;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;

/** A call and its answer. Used once; whatever way it ends, nothing of it stays open. */
final class Exchange {
  private final Vertx vertx;
  private final HttpClient client;
  private final EgressCall call;
  private final Promise<EgressAnswer> answer = Promise.promise();
  private final AtomicReference<HttpClientRequest> sent = new AtomicReference<>();

  Exchange(Vertx vertx, HttpClient client, EgressCall call) {
    this.vertx = vertx;
    this.client = client;
    this.call = call;
  }

  /**
   * @param place where to connect, once it is known and allowed
   */
  Future<EgressAnswer> with(Future<InetAddress> place) {
    long alarm =
        vertx.setTimer(
            Math.max(1, call.longest().toMillis()), _ -> giveUp(EgressFailure.TIMED_OUT));
    place
        .compose(this::ask)
        .onComplete(answer::tryComplete, failure -> answer.tryFail(named(failure)));
    return answer.future().onComplete(_ -> vertx.cancelTimer(alarm));
  }

  private Future<EgressAnswer> ask(InetAddress place) {
    return client
        .request(options(place))
        .compose(
            request -> {
              sent.set(request);
              if (answer.future().isComplete()) {
                request.reset();
              }
              return request.send(call.body()).compose(this::read);
            });
  }

  private RequestOptions options(InetAddress place) {
    var address = call.address();
    var options =
        new RequestOptions()
            .setMethod(call.method())
            .setAbsoluteURI(address.toASCIIString())
            .setServer(
                SocketAddress.inetSocketAddress(
                    new InetSocketAddress(place, EgressRules.port(address))))
            .setFollowRedirects(false);
    call.headers().forEach(options::putHeader);
    return options;
  }

  private Future<EgressAnswer> read(HttpClientResponse response) {
    Promise<EgressAnswer> read = Promise.promise();
    var body = Buffer.buffer();
    response
        .exceptionHandler(read::tryFail)
        .endHandler(
            _ ->
                read.tryComplete(new EgressAnswer(response.statusCode(), response.headers(), body)))
        .handler(
            part -> {
              if (body.length() + part.length() > call.mostBytes()) {
                giveUp(EgressFailure.TOO_LONG);
              } else {
                body.appendBuffer(part);
              }
            });
    return read.future();
  }

  private void giveUp(EgressFailure why) {
    answer.tryFail(new EgressFailed(why));
    var request = sent.get();
    if (request != null) {
      request.reset();
    }
  }

  static EgressFailed named(Throwable failure) {
    return switch (failure) {
      case EgressFailed known -> known;
      case UnknownHostException _, SocketException _ -> new EgressFailed(EgressFailure.UNREACHABLE);
      default -> new EgressFailed(EgressFailure.BROKEN);
    };
  }
}
