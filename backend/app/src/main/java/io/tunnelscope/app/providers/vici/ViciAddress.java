package io.tunnelscope.app.providers.vici;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a strongSwan daemon listens for VICI. Prints as it was written. */
public sealed interface ViciAddress {

  record Socket(Path path) implements ViciAddress {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  record Tcp(String host, int port) implements ViciAddress {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** {@code /path} or {@code host:port}; empty for anything else. */
  static Optional<ViciAddress> parse(String text) {
    return text.startsWith("/") ? socket(text) : tcp(text);
  }

  private static Optional<ViciAddress> socket(String text) {
    try {
      return Optional.of(new Socket(Path.of(text)));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<ViciAddress> tcp(String text) {
    var parts = Pattern.compile("\\[?([0-9a-fA-F:]+|[A-Za-z0-9.-]+)]?:([0-9]{1,5})").matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(2));
    return port >= 1 && port <= 65_535
        ? Optional.of(new Tcp(parts.group(1), port))
        : Optional.empty();
  }
}
