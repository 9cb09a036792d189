package io.tunnelscope.app.providers.vici;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An IKE SA with its CHILD_SAs, as {@code list-sas} tells it.
 *
 * @param connection the configuration it was made from, blank before it is known
 * @param id unique in the daemon, for as long as that runs
 * @param remote address of the peer
 * @param dialled this side began it
 * @param natted the peer sees this side under another address
 * @param establishedAt to the second, rather too early than too late; empty while it is not
 */
record Tunnel(
    String connection,
    String id,
    String version,
    String state,
    String remote,
    boolean dialled,
    boolean natted,
    Optional<Instant> establishedAt,
    List<Child> children) {

  /** In seconds, 30 years: what is older was counted wrongly. */
  private static final long LONGEST_LIFE = 1_000_000_000;

  Tunnel {
    requireNonNull(establishedAt, "establishedAt");
    children = List.copyOf(children);
  }

  /**
   * A CHILD_SA.
   *
   * @param sinceIn seconds since the last packet came in; empty when none ever did
   * @param sinceOut the same of the last one that left
   */
  record Child(
      String name,
      String id,
      String state,
      long bytesIn,
      long bytesOut,
      long packetsIn,
      long packetsOut,
      OptionalLong sinceIn,
      OptionalLong sinceOut,
      List<String> local,
      List<String> remote) {

    Child {
      local = List.copyOf(local);
      remote = List.copyOf(remote);
    }

    /** Those that were renewed or deleted linger for a while and carry nothing any more. */
    boolean carriesTraffic() {
      return switch (state) {
        case "INSTALLED", "REKEYING", "UPDATING" -> true;
        default -> false;
      };
    }

    private static Child of(String key, ViciMessage said) {
      return new Child(
          said.text("name").orElse(key),
          said.text("uniqueid").orElse(""),
          said.text("state").orElse(""),
          said.number("bytes-in").orElse(0),
          said.number("bytes-out").orElse(0),
          said.number("packets-in").orElse(0),
          said.number("packets-out").orElse(0),
          said.number("use-in"),
          said.number("use-out"),
          said.list("local-ts"),
          said.list("remote-ts"));
    }
  }

  /**
   * @param now by our clock, when the daemon said it
   */
  static Tunnel of(String connection, ViciMessage said, Instant now) {
    return new Tunnel(
        connection,
        said.text("uniqueid").orElse(""),
        "IKEv" + said.text("version").orElse(""),
        said.text("state").orElse(""),
        said.text("remote-host").orElse(""),
        isYes(said, "initiator"),
        isYes(said, "nat-local") && !isYes(said, "nat-fake"),
        said.number("established").stream()
            .filter(seconds -> seconds >= 0 && seconds < LONGEST_LIFE)
            .mapToObj(seconds -> now.minusSeconds(seconds + 1))
            .findFirst(),
        said.section("child-sas").sections().entrySet().stream()
            .map(child -> Child.of(child.getKey(), child.getValue()))
            .toList());
  }

  /** Both ends agreed on keys; whether it carries anything is its children's matter. */
  boolean isEstablished() {
    return switch (state) {
      case "ESTABLISHED", "REKEYING", "REKEYED" -> true;
      default -> false;
    };
  }

  boolean isConnecting() {
    return state.equals("CONNECTING");
  }

  boolean isUp() {
    return children.stream().anyMatch(Child::carriesTraffic);
  }

  private static boolean isYes(ViciMessage said, String key) {
    return said.text(key).filter("yes"::equals).isPresent();
  }
}
