package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Stands in front of a Slack and does to calls what a test wants: 429, errors before or after the
 * call was done, silence, refusals. Without a fault it passes calls on.
 *
 * <p>It tells repeated postings of {@code chat.postMessage} by their {@code client_msg_id}, as
 * Slack does: within a channel an id is posted once, and a repeated call gets the answer of the
 * first. Files it takes itself ({@link SlackFiles}). The emulator behind keeps the id and ignores
 * it. That Slack does is what the reference of the method says in its errors: {@code
 * duplicate_message_not_found}, "No duplicate message exists associated with client_msg_id", and
 * {@code duplicate_channel_not_found}, "Channel associated with client_msg_id was invalid"
 * (docs.slack.dev/reference/methods/chat.postMessage).
 */
public final class SlackFaults implements AutoCloseable {

  /** What happens to a call. */
  public sealed interface Fault {
    /** It is passed on. */
    record None() implements Fault {}

    /** 429 with Retry-After. */
    record TooMany(int seconds) implements Fault {}

    /** 500, and Slack never saw it. */
    record ErrorBefore() implements Fault {}

    /** 500, though Slack did it. */
    record ErrorAfter() implements Fault {}

    /** No answer at all, and Slack never saw it. */
    record SilenceBefore() implements Fault {}

    /** No answer at all, though Slack did it. */
    record SilenceAfter() implements Fault {}

    /** It leads elsewhere, and Slack never saw it. */
    record Redirected() implements Fault {}

    /** Slack's word for why not. */
    record Refused(String error) implements Fault {}
  }

  /** Decides for each call. */
  @FunctionalInterface
  public interface Plan {
    Fault of(Call call);
  }

  /**
   * A call as it came.
   *
   * @param nth from 1, of this method
   */
  public record Call(String method, Map<String, String> form, int nth, long nanos) {}

  /**
   * A file that people see.
   *
   * @param thread empty for none
   */
  public record Shown(String name, String text, String channel, String thread, String comment) {}

  /** What calls that bring the bytes of a file are called here; they are no method of Slack's. */
  public static final String UPLOAD = "upload";

  private static final String UPLOADS = "/upload/";
  private static final String RESPOND = "/respond/";
  private static final String ELSEWHERE = "/elsewhere";
  private static final int SILENCE = 0;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final URI behind;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> responses = new CopyOnWriteArrayList<>();
  private final Map<String, Object> posting = new ConcurrentHashMap<>();
  private final Map<String, byte[]> posted = new ConcurrentHashMap<>();
  private final SlackFiles files = new SlackFiles();
  private final Map<String, Integer> counts = new HashMap<>();
  private volatile Plan plan = _ -> new Fault.None();
  private final AtomicInteger lured = new AtomicInteger();
  private volatile int respondWith = 200;

  private SlackFaults(HttpServer server, URI behind) {
    this.server = server;
    this.behind = behind;
  }

  /**
   * On a free port.
   *
   * @param behind the API that it stands in front of
   */
  public static SlackFaults before(URI behind) {
    try {
      var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var faults = new SlackFaults(HttpServer.create(free, 100), behind);
      faults.server.setExecutor(faults.threads);
      faults.server.createContext("/api/", faults::meet);
      faults.server.createContext(UPLOADS, faults::meet);
      faults.server.createContext(RESPOND, faults::respond);
      faults.server.createContext(ELSEWHERE, faults::lured);
      faults.server.start();
      return faults;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI api() {
    return URI.create("http://" + authority() + "/api/");
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** An address for answers, as Slack gives it along with a command. */
  public URI responseUrl() {
    return URI.create("http://" + authority() + RESPOND + "1/2/3");
  }

  /** From now on. */
  public void plan(Plan next) {
    plan = next;
  }

  /** What addresses for answers say from now on; with a redirection, where to. */
  public void respondWith(int status) {
    respondWith = status;
  }

  /** From now on they take what is sent there, and never say so. */
  public void respondWithSilence() {
    respondWith = SILENCE;
  }

  /** Those of that method that came, in their order. */
  public List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** What was sent to the address for answers and taken. */
  public List<String> responses() {
    return List.copyOf(responses);
  }

  /** Files that were completed, in their order; one that was completed twice is there twice. */
  public List<Shown> files() {
    return files.shown();
  }

  /** How often somebody followed an address for answers to where it redirected to. */
  public int redirectsFollowed() {
    return lured.get();
  }

  /** As at the start. */
  public void forget() {
    plan = _ -> new Fault.None();
    respondWith = 200;
    calls.clear();
    responses.clear();
    lured.set(0);
    files.forget();
    synchronized (counts) {
      counts.clear();
    }
  }

  private void meet(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      boolean isUpload = path.startsWith(UPLOADS);
      var method = isUpload ? UPLOAD : path.substring("/api/".length());
      var body = exchange.getRequestBody().readAllBytes();
      var form = isUpload ? Map.<String, String>of() : form(body);
      var call = new Call(method, form, next(method), System.nanoTime());
      calls.add(call);
      switch (plan.of(call)) {
        case Fault.None _ -> answer(exchange, 200, forward(exchange, call, body));
        case Fault.TooMany many -> {
          exchange.getResponseHeaders().set("Retry-After", String.valueOf(many.seconds()));
          answer(exchange, 429, new byte[0]);
        }
        case Fault.ErrorBefore _ -> answer(exchange, 500, new byte[0]);
        case Fault.ErrorAfter _ -> {
          forward(exchange, call, body);
          answer(exchange, 500, new byte[0]);
        }
        case Fault.Redirected _ -> {
          exchange.getResponseHeaders().set("Location", ELSEWHERE);
          answer(exchange, 307, new byte[0]);
        }
        case Fault.SilenceBefore _ -> closed.await();
        case Fault.SilenceAfter _ -> {
          forward(exchange, call, body);
          closed.await();
        }
        case Fault.Refused refused ->
            answer(
                exchange,
                200,
                "{\"ok\":false,\"error\":\"%s\"}".formatted(refused.error()).getBytes(UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int next(String method) {
    synchronized (counts) {
      return counts.merge(method, 1, Integer::sum);
    }
  }

  private byte[] forward(HttpExchange exchange, Call call, byte[] body)
      throws IOException, InterruptedException {
    return switch (call.method()) {
      case "files.getUploadURLExternal" ->
          files.begin(call.form(), "http://" + authority() + UPLOADS);
      case UPLOAD ->
          files.take(exchange.getRequestURI().getPath().substring(UPLOADS.length()), body);
      case "files.completeUploadExternal" -> files.complete(call.form());
      default -> post(exchange, call, body);
    };
  }

  private byte[] post(HttpExchange exchange, Call call, byte[] body)
      throws IOException, InterruptedException {
    var id = call.form().get("client_msg_id");
    if (!call.method().equals("chat.postMessage") || id == null) {
      return passOn(exchange, call.method(), body);
    }
    var key = call.form().get("channel") + " " + id;
    // Two at once are one, too.
    synchronized (posting.computeIfAbsent(key, _ -> new Object())) {
      var known = posted.get(key);
      if (known != null) {
        return known;
      }
      var answer = passOn(exchange, call.method(), body);
      if (new String(answer, UTF_8).contains("\"ok\":true")) {
        posted.put(key, answer);
      }
      return answer;
    }
  }

  private byte[] passOn(HttpExchange exchange, String method, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(behind.resolve(method)).POST(BodyPublishers.ofByteArray(body));
    for (var header : List.of("Authorization", "Content-Type")) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(header))
          .ifPresent(value -> request.header(header, value));
    }
    return http.send(request.build(), BodyHandlers.ofByteArray()).body();
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (respondWith == 200 || respondWith == SILENCE) {
        responses.add(body);
      }
      if (respondWith == SILENCE) {
        closed.await();
      } else {
        exchange.getResponseHeaders().set("Location", ELSEWHERE);
        answer(exchange, respondWith, "ok".getBytes(UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lured(HttpExchange exchange) throws IOException {
    try (exchange) {
      lured.incrementAndGet();
      answer(exchange, 200, "ok".getBytes(UTF_8));
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> form(byte[] body) {
    var fields = new HashMap<String, String>();
    Stream.of(new String(body, UTF_8).split("&"))
        .map(field -> field.split("=", 2))
        .filter(field -> field.length == 2)
        .forEach(
            field ->
                fields.put(URLDecoder.decode(field[0], UTF_8), URLDecoder.decode(field[1], UTF_8)));
    return Map.copyOf(fields);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    http.close();
  }
}
