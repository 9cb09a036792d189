package io.tunnelscope.app.secrets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of a key file, in its order. */
record KeyRing(List<Kek> keys) {
  private static final int MOST = 100;
  private static final Pattern LINE =
      Pattern.compile("(?<id>[A-Za-z0-9._-]{1,64})[ \\t]+(?<key>[A-Za-z0-9+/]{43}=)");

  KeyRing {
    keys = List.copyOf(keys);
  }

  Kek newest() {
    return keys.getLast();
  }

  Optional<Kek> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /**
   * @throws KeyFileUnusable which names the first line that is no key
   */
  static KeyRing parse(Path path, List<String> lines) {
    var keys = new ArrayList<Kek>();
    for (int n = 0; n < lines.size(); n++) {
      var line = lines.get(n).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        var key = LINE.matcher(line);
        if (!key.matches() || isKnown(keys, key.group("id"))) {
          throw KeyFileUnusable.malformed(path, n + 1);
        }
        keys.add(kek(key.group("id"), key.group("key")));
      }
    }
    if (keys.isEmpty() || keys.size() > MOST) {
      throw KeyFileUnusable.empty(path);
    }
    return new KeyRing(keys);
  }

  private static boolean isKnown(List<Kek> keys, String id) {
    return keys.stream().anyMatch(key -> key.id().equals(id));
  }

  private static Kek kek(String id, String base64) {
    var bytes = Base64.getDecoder().decode(base64);
    try {
      return new Kek(id, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
