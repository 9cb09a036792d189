package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes files as Slack does, in three steps; the emulator of Slack does not. */
final class SlackFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Begun> begun = new ConcurrentHashMap<>();
  private final Map<String, byte[]> taken = new ConcurrentHashMap<>();
  private final List<SlackFaults.Shown> shown = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private record Begun(String name, int length) {}

  byte[] begin(Map<String, String> form, String address) {
    var id = "F" + numbers.incrementAndGet();
    begun.put(id, new Begun(form.get("filename"), Integer.parseInt(form.get("length"))));
    return "{\"ok\":true,\"file_id\":\"%s\",\"upload_url\":\"%s\"}"
        .formatted(id, address + id)
        .getBytes(UTF_8);
  }

  byte[] take(String id, byte[] bytes) {
    taken.put(id, bytes);
    return ("OK - " + bytes.length).getBytes(UTF_8);
  }

  /** A file whose bytes are not all there is not found. */
  byte[] complete(Map<String, String> form) throws IOException {
    for (JsonNode file : JSON.readTree(form.get("files"))) {
      var id = file.path("id").asText();
      var bytes = taken.get(id);
      if (bytes == null || bytes.length != begun.get(id).length()) {
        return "{\"ok\":false,\"error\":\"file_not_found\"}".getBytes(UTF_8);
      }
      shown.add(
          new SlackFaults.Shown(
              begun.get(id).name(),
              new String(bytes, UTF_8),
              form.get("channel_id"),
              form.getOrDefault("thread_ts", ""),
              form.getOrDefault("initial_comment", "")));
    }
    return "{\"ok\":true,\"files\":[]}".getBytes(UTF_8);
  }

  List<SlackFaults.Shown> shown() {
    return List.copyOf(shown);
  }

  void forget() {
    shown.clear();
  }
}
