package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.core.language.Language;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** The API of a running Tunnelscope, inside one tenant. Blocking; every call has a deadline. */
final class Server {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration COPY = Duration.ofMinutes(10);
  private static final int LARGEST_ANSWER = 64 << 20;

  private final ServerAddress address;
  private final Language language;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Server(ServerAddress address, Language language) {
    this.address = address;
    this.language = language;
  }

  static String encoded(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }

  /** Where a run is shown in a browser. */
  String page(String run) {
    return address.url() + "/t/" + address.tenant() + "/runs/" + run;
  }

  /**
   * @param path inside the tenant, without a leading slash
   */
  JsonNode get(String path) throws InterruptedException {
    return json(request(path).GET());
  }

  JsonNode post(String path, JsonNode body, Map<String, String> headers)
      throws InterruptedException {
    var request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    return json(request.POST(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  JsonNode put(String path, JsonNode body) throws InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(Json.bytes(body))));
  }

  void delete(String path) throws InterruptedException {
    var answer =
        send(
            request(path).DELETE(),
            ANSWER,
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    if (answer.statusCode() / 100 != 2) {
      throw Problem.of(answer.statusCode(), answer.body(), address);
    }
  }

  /** The body as it stands, piece by piece as it comes. */
  void copyText(String path, Output out) throws InterruptedException {
    copy(path, "text/plain", out);
  }

  /** The same, of that kind. */
  void copy(String path, String accept, Output out) throws InterruptedException {
    var answer =
        send(
            request(path).setHeader("Accept", accept).GET(),
            COPY,
            info -> info.statusCode() == 200 ? copying(out) : BodySubscribers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw Problem.of(answer.statusCode(), answer.body(), address);
    }
  }

  private static BodySubscriber<byte[]> copying(Output out) {
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(out::bytes)),
        _ -> new byte[0]);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create(address.url() + "/api/v1/t/" + address.tenant() + "/" + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + address.token())
        .header("Accept", "application/json")
        .header("Accept-Language", language.tag())
        .header("X-Tunnelscope-Client", "cli");
  }

  private JsonNode json(HttpRequest.Builder request) throws InterruptedException {
    var answer =
        send(request, ANSWER, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    if (answer.statusCode() / 100 != 2) {
      throw Problem.of(answer.statusCode(), answer.body(), address);
    }
    return Json.parse(answer.body())
        .filter(JsonNode::isObject)
        .orElseThrow(() -> Problem.notTunnelscope(address));
  }

  // The client's own deadline ends with the headers; ours covers the body too.
  private HttpResponse<byte[]> send(
      HttpRequest.Builder request, Duration deadline, BodyHandler<byte[]> body)
      throws InterruptedException {
    var answer = http.sendAsync(request.build(), body);
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (TimeoutException _) {
      throw Problem.slow(address);
    } finally {
      answer.cancel(true);
    }
  }

  private CommandFailed unreachable(Throwable e) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> Problem.unreachable(address);
      case HttpTimeoutException _ -> Problem.slow(address);
      case SSLException _ -> Problem.untrusted(address);
      case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
          Problem.unknownHost(address);
      case ConnectException _ -> Problem.unreachable(address);
      default -> Problem.brokenOff(address);
    };
  }
}
