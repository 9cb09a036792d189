package io.tunnelscope.app.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What this node may open for strongSwan gateways. A tenant picks from these lists and can name
 * nothing else.
 *
 * @param addresses socket paths and host:port
 * @param logs files in which daemons of this machine write
 */
public record ViciSettings(List<Allowed> addresses, List<Allowed> logs) {

  /**
   * One entry.
   *
   * @param tenant slug of the only tenant that may use it; empty for every tenant
   * @param text a path as {@link NodePath} wants it, or host:port with the host in small letters
   */
  public record Allowed(Optional<String> tenant, String text) {
    public Allowed {
      requireNonNull(tenant, "tenant");
      requireNonNull(text, "text");
    }

    boolean isFor(String slug) {
      return tenant.isEmpty() || tenant.get().equals(slug);
    }
  }

  /** Longest address or path, in characters. */
  private static final int LONGEST = 200;

  /** What the kernel takes as the path of a socket, in bytes (unix(7), less the final NUL). */
  private static final int LONGEST_SOCKET = 107;

  private static final Pattern BOUND = Pattern.compile("([a-z0-9-]{1,63})=(.+)");
  private static final int LARGEST_PORT = 65_535;

  public ViciSettings {
    addresses = List.copyOf(addresses);
    logs = List.copyOf(logs);
  }

  /** A node that opens nothing. */
  public static ViciSettings none() {
    return new ViciSettings(List.of(), List.of());
  }

  /** The addresses that the tenant with that slug may use, as they are listed. */
  public List<String> addressesFor(String slug) {
    return of(addresses, slug);
  }

  /** The log files that the tenant with that slug may name. */
  public List<String> logsFor(String slug) {
    return of(logs, slug);
  }

  private static List<String> of(List<Allowed> all, String slug) {
    return all.stream()
        .filter(each -> each.isFor(slug))
        .map(Allowed::text)
        .distinct()
        .sorted()
        .toList();
  }

  static ViciSettings read(Entries entries) {
    var host = "(?:[a-z0-9-]{1,63}=)?(?:/.*|" + Settings.HOST_AND_PORT + ")";
    return new ViciSettings(
        allowed(entries, SettingKey.VICI_ALLOW, host, "socket paths and host:port"),
        allowed(entries, SettingKey.VICI_LOGS, "(?:[a-z0-9-]{1,63}=)?/.*", "absolute file paths"));
  }

  private static List<Allowed> allowed(
      Entries entries, SettingKey key, String pattern, String meaning) {
    var good = new ArrayList<Allowed>();
    for (var entry : entries.list(key, pattern, meaning + ", each alone or as SLUG=…")) {
      var allowed = allowed(entry);
      complaint(key, allowed.text())
          .ifPresentOrElse(what -> entries.complain(key, what), () -> good.add(allowed));
    }
    good.stream()
        .filter(each -> each.tenant().isPresent())
        .filter(each -> good.contains(new Allowed(Optional.empty(), each.text())))
        .forEach(
            each ->
                entries.complain(
                    key, "gives " + each.text() + " to one tenant and to everybody: decide"));
    return good;
  }

  private static Allowed allowed(String entry) {
    var bound = BOUND.matcher(entry);
    return !entry.startsWith("/") && bound.matches()
        ? new Allowed(Optional.of(bound.group(1)), normal(bound.group(2)))
        : new Allowed(Optional.empty(), normal(entry));
  }

  /** One spelling for each host. */
  private static String normal(String text) {
    return text.startsWith("/") ? text : text.toLowerCase(Locale.ROOT);
  }

  private static Optional<String> complaint(SettingKey key, String text) {
    if (!text.startsWith("/")) {
      int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
      return port >= 1 && port <= LARGEST_PORT && text.length() <= LONGEST
          ? Optional.empty()
          : Optional.of("names " + text + ", which has no port from 1 to 65535");
    }
    var path = NodePath.parse(text);
    if (path.isEmpty()) {
      return Optional.of("must name " + text + " without detours such as .. or //");
    }
    boolean tooLong =
        text.length() > LONGEST
            || (key == SettingKey.VICI_ALLOW && text.getBytes(UTF_8).length > LONGEST_SOCKET);
    if (tooLong) {
      return Optional.of("names " + text + ", which is too long");
    }
    return path.get().isDirect()
        ? Optional.empty()
        : Optional.of(
            "names " + text + ", which leads through a symbolic link: write where it leads");
  }
}
