package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slack's side of Socket Mode on a free port: gives addresses, greets, sends what a test wants, and
 * does to a connection what real ones suffer. It speaks RFC 6455 by itself, so that it may also
 * break it. Every other method of the Web API it writes down and answers with "ok".
 */
public final class SlackSockets implements AutoCloseable {
  /** What happens when somebody asks for a connection. */
  public sealed interface Opening {
    /** An address, and a hello on it. */
    record Fine() implements Opening {}

    /** Slack's word for why not. */
    record Refused(String error) implements Opening {}

    /** 429 with Retry-After. */
    record TooMany(int seconds) implements Opening {}

    /** No answer at all. */
    record Hang() implements Opening {}

    /** An address that is not ours. */
    record Elsewhere(String url) implements Opening {}

    /** An address where nobody says hello. */
    record Mute() implements Opening {}

    /** An address that is left as soon as hello was said. */
    record HangUp() implements Opening {}

    /** An address where this is said instead of hello. */
    record Instead(String reason) implements Opening {}
  }

  /** Decides for each, from 1. */
  @FunctionalInterface
  public interface Plan {
    Opening of(int nth);
  }

  /** A call of the Web API. */
  public record Call(String method, String token, Map<String, String> form, long nanos) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listener;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, Opening> tickets = new ConcurrentHashMap<>();
  private final AtomicInteger openings = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Plan plan = _ -> new Opening.Fine();
  private volatile String hanging = "";

  private SlackSockets(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().start(this::accept);
  }

  public static SlackSockets start() {
    try {
      return new SlackSockets(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Where the methods of the Web API are. */
  public URI api() {
    return URI.create("http://" + authority() + "/api/");
  }

  /** From now on. */
  public void plan(Plan next) {
    plan = next;
  }

  /** From now on that method is never answered. */
  public void hang(String method) {
    hanging = method;
  }

  /** Calls of that method, in their order. */
  public List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** The next connection on which hello was said; waits for it. */
  public Line next() {
    return taken(lines, "no connection came");
  }

  /** Whether nobody has connected since the last {@link #next}. */
  public boolean hasNoOther() {
    return lines.isEmpty();
  }

  private static <T> T taken(BlockingQueue<T> queue, String otherwise) {
    try {
      var found = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (found == null) {
        throw new AssertionError(otherwise);
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (var each : connections) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> meet(socket));
      } catch (IOException _) {
        // Closed by the test.
      }
    }
  }

  private void meet(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var first = line(in).split(" ", 3);
      var headers = headers(in);
      if (first[1].startsWith("/link/")) {
        serve(socket, in, first[1], headers);
      } else {
        answer(socket.getOutputStream(), in, first[1], headers);
      }
    } catch (IOException _) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      bytes.write(b);
    }
    return bytes.toString(US_ASCII).strip();
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    for (var each = line(in); !each.isEmpty(); each = line(in)) {
      var parts = each.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    return headers;
  }

  private void answer(OutputStream out, InputStream in, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    var method = path.substring("/api/".length());
    var token = headers.getOrDefault("authorization", "").replaceFirst("^Bearer ", "");
    calls.add(new Call(method, token, form(body), System.nanoTime()));
    if (method.equals(hanging)) {
      closed.await();
    }
    if (!method.equals("apps.connections.open")) {
      reply(out, "200 OK", "", "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.1\"}");
      return;
    }
    int nth = openings.incrementAndGet();
    var opening = plan.of(nth);
    switch (opening) {
      case Opening.Refused(var error) ->
          reply(out, "200 OK", "", "{\"ok\":false,\"error\":\"%s\"}".formatted(error));
      case Opening.TooMany(int seconds) ->
          reply(out, "429 Too Many Requests", "Retry-After: " + seconds + "\r\n", "");
      case Opening.Hang _ -> closed.await();
      case Opening.Elsewhere(var url) -> address(out, url);
      default -> {
        tickets.put(Integer.toString(nth), opening);
        address(out, "ws://" + authority() + "/link/?ticket=" + nth + "&app_id=A1");
      }
    }
  }

  private static void address(OutputStream out, String url) throws IOException {
    reply(out, "200 OK", "", "{\"ok\":true,\"url\":\"%s\"}".formatted(url));
  }

  private static void reply(OutputStream out, String status, String headers, String body)
      throws IOException {
    out.write(
        "HTTP/1.1 %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, headers, body.length(), body)
            .getBytes(US_ASCII));
    out.flush();
  }

  private static Map<String, String> form(byte[] body) {
    var fields = new HashMap<String, String>();
    for (var field : new String(body, UTF_8).split("&", -1)) {
      var parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return fields;
  }

  /** A ticket is good once. */
  private void serve(Socket socket, DataInputStream in, String path, Map<String, String> headers)
      throws IOException {
    var ticket = path.replaceFirst(".*[?&]ticket=([0-9]+).*", "$1");
    var opening = tickets.remove(ticket);
    if (opening == null) {
      reply(socket.getOutputStream(), "409 Conflict", "", "");
      return;
    }
    socket
        .getOutputStream()
        .write(
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: "
                    + accepted(headers.get("sec-websocket-key"))
                    + "\r\n\r\n")
                .getBytes(US_ASCII));
    var line = new Line(socket);
    switch (opening) {
      case Opening.Mute _ -> {}
      case Opening.Instead(var reason) -> line.disconnect(reason);
      default -> {
        line.send(
            "{\"type\":\"hello\",\"num_connections\":1,\"connection_info\":{\"app_id\":\"A1\"}}");
        lines.add(line);
      }
    }
    if (opening instanceof Opening.HangUp) {
      return;
    }
    line.read(in);
  }

  private static String accepted(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection, as Slack has it. */
  public static final class Line {
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;

    private final Socket socket;
    private final Map<String, BlockingQueue<JsonNode>> acknowledged = new ConcurrentHashMap<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean silent;

    private Line(Socket socket) {
      this.socket = socket;
    }

    /** Sends a request. */
    public void send(String id, String type, String payload, boolean takesAnswer) {
      send(
          "{\"envelope_id\":\"%s\",\"type\":\"%s\",\"accepts_response_payload\":%s,\"payload\":%s}"
              .formatted(id, type, takesAnswer, payload));
    }

    /** Sends a command of the driver's. */
    public void command(String id, Map<String, String> form) {
      send(id, "slash_commands", JSON.valueToTree(form).toString(), true);
    }

    /** Sends any text. */
    public void send(String text) {
      frame(TEXT, text.getBytes(UTF_8));
    }

    /** Announces the end of the connection. */
    public void disconnect(String reason) {
      send("{\"type\":\"disconnect\",\"reason\":\"%s\"}".formatted(reason));
    }

    /** The acknowledgement of that request; waits for it. */
    public JsonNode ack(String id) {
      return taken(acks(id), "not acknowledged: " + id);
    }

    public boolean isAcknowledged(String id) {
      return !acks(id).isEmpty();
    }

    private BlockingQueue<JsonNode> acks(String id) {
      return acknowledged.computeIfAbsent(id, _ -> new LinkedBlockingQueue<>());
    }

    /** Waits until the other side has left. */
    public void awaitEnd() {
      try {
        if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("still there");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    public boolean isOpen() {
      return left.getCount() > 0;
    }

    /** From now on nothing is said here, not even that it lives. */
    public void fallSilent() {
      silent = true;
    }

    /** Breaks the connection without a word. */
    public void hangUp() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Bytes that are no frame. */
    public void garbage() {
      write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8});
    }

    private void frame(int opcode, byte[] content) {
      var bytes = new ByteArrayOutputStream();
      bytes.write(0x80 | opcode);
      if (content.length < 126) {
        bytes.write(content.length);
      } else if (content.length < 1 << 16) {
        bytes.write(126);
        bytes.write(content.length >> 8);
        bytes.write(content.length);
      } else {
        bytes.write(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          bytes.write((int) ((long) content.length >> shift));
        }
      }
      bytes.writeBytes(content);
      write(bytes.toByteArray());
    }

    private void write(byte[] bytes) {
      try {
        synchronized (this) {
          socket.getOutputStream().write(bytes);
          socket.getOutputStream().flush();
        }
      } catch (IOException _) {
        // The other side has gone; it will ask anew.
      }
    }

    private void read(DataInputStream in) throws IOException {
      try {
        while (true) {
          int opcode = in.readUnsignedByte() & 0xf;
          var content = content(in);
          switch (opcode) {
            case TEXT -> hear(JSON.readTree(content));
            case PING -> {
              if (!silent) {
                frame(PONG, content);
              }
            }
            case CLOSE -> {
              if (!silent) {
                frame(CLOSE, content);
              }
              return;
            }
            default -> {}
          }
        }
      } finally {
        left.countDown();
      }
    }

    private void hear(JsonNode said) {
      acks(said.path("envelope_id").asText()).add(said);
    }

    private static byte[] content(DataInputStream in) throws IOException {
      int second = in.readUnsignedByte();
      int length = second & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      var mask = in.readNBytes((second & 0x80) == 0 ? 0 : 4);
      var content = in.readNBytes(length);
      for (int i = 0; i < content.length && mask.length == 4; i++) {
        content[i] ^= mask[i % 4];
      }
      return content;
    }
  }
}
