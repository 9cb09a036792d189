package io.tunnelscope.app.providers.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a daemon listens. Each place has one spelling only, so that an address can be compared with
 * a list of allowed ones; {@code toString} gives that spelling.
 */
public sealed interface ViciAddress {

  /**
   * A socket file of this machine.
   *
   * @param path absolute, without detours
   */
  record Socket(Path path) implements ViciAddress {

    /** What the kernel has room for ({@code sun_path}), in bytes. */
    private static final int MAX_LENGTH = 107;

    public Socket {
      require(isUsable(path), "no path of a socket");
    }

    private static boolean isUsable(Path path) {
      return path.isAbsolute()
          && path.getNameCount() > 0
          && path.equals(path.normalize())
          && path.toString().chars().noneMatch(Character::isISOControl)
          && path.toString().getBytes(UTF_8).length <= MAX_LENGTH;
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A port, behind which charon itself or a forwarder listens. VICI has neither a password nor
   * encryption: whoever reaches the port commands the gateway.
   *
   * @param host a name or an address; IPv6 without brackets
   */
  record Tcp(String host, int port) implements ViciAddress {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}\\w)?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]{1,44}");

    public Tcp {
      require(NAME.matcher(host).matches() || IPV6.matcher(host).matches(), "no host");
      require(port > 0 && port <= 65_535, "no port");
    }

    @Override
    public String toString() {
      return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /** Reads {@code /path}, {@code host:port} or {@code [IPv6]:port}; empty for all else. */
  static Optional<ViciAddress> parse(String text) {
    try {
      ViciAddress address =
          text.startsWith("/") ? new Socket(Path.of(text)) : tcp(text, text.lastIndexOf(':'));
      return Optional.of(address).filter(each -> each.toString().equals(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Tcp tcp(String text, int colon) {
    require(colon > 0, "no port");
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new Tcp(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(text.substring(colon + 1)));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
