package io.tunnelscope.app.providers.vici;

import io.tunnelscope.app.testing.ViciRecording;
import java.util.List;

/**
 * Answers of a gateway {@code hub} with the connections {@code branch} (pre-shared key) and {@code
 * partner} (certificates), in the shape that charon 5.9.8 gives them.
 */
final class GatewayInTest {
  static final String BRANCH = "198.18.2.2";
  static final String PARTNER = "198.18.3.2";

  private GatewayInTest() {}

  /** Answers all questions; both tunnels are up. */
  static ViciRecording.Builder healthy() {
    return withTunnels(
        tunnel("branch", 1, BRANCH, child("branch-net", 1, 84, 84)),
        tunnel("partner", 2, PARTNER, child("partner-net", 2, 84, 84)));
  }

  /** Answers all questions. */
  static ViciRecording.Builder withTunnels(ViciMessage... tunnels) {
    return ViciRecording.builder()
        .answer(
            "version",
            ViciMessage.builder().text("daemon", "charon").text("version", "5.9.8").build())
        .answer("stats", stats())
        .stream("list-conns", "list-conn", List.of(branch(), partner()))
        .stream("list-sas", "list-sa", List.of(tunnels))
        .stream("list-policies", "list-policy", List.of())
        .stream("list-certs", "list-cert", List.of())
        .answer("get-counters", ViciMessage.builder().text("success", "yes").build())
        .answer("get-shared", ViciMessage.builder().list("keys", List.of("ike-branch")).build())
        .offer("log")
        .offer("control-log");
  }

  private static ViciMessage stats() {
    return ViciMessage.builder()
        .section("uptime", ViciMessage.builder().text("since", "Nov 26 09:00:00 2026").build())
        .list("plugins", List.of("charon-systemd", "vici"))
        .build();
  }

  static ViciMessage branch() {
    return connection("branch", BRANCH, "pre-shared key");
  }

  static ViciMessage partner() {
    return connection("partner", PARTNER, "public key");
  }

  static ViciMessage connection(String name, String peer, String method) {
    var child =
        ViciMessage.builder()
            .text("mode", "TUNNEL")
            .text("rekey_time", "3600")
            .list("local-ts", List.of("198.19.1.0/24"))
            .list("remote-ts", List.of("198.19.2.0/24"));
    return ViciMessage.builder()
        .section(
            name,
            ViciMessage.builder()
                .list("remote_addrs", List.of(peer))
                .text("rekey_time", "14400")
                .section("local-1", ViciMessage.builder().text("class", method).build())
                .section(
                    "children", ViciMessage.builder().section(name + "-net", child.build()).build())
                .build())
        .build();
  }

  /** One that this side dialled and that is up. */
  static ViciMessage tunnel(String name, int id, String peer, ViciMessage... children) {
    return tunnel(name, id, peer, "ESTABLISHED", true, children);
  }

  static ViciMessage tunnel(
      String name, int id, String peer, String state, boolean dialled, ViciMessage... children) {
    var all = ViciMessage.builder();
    for (var child : children) {
      child.sections().forEach(all::section);
    }
    var said =
        ViciMessage.builder()
            .text("uniqueid", "" + id)
            .text("version", "2")
            .text("state", state)
            .text("remote-host", peer);
    if (dialled) {
      said.text("initiator", "yes");
    }
    if (state.equals("ESTABLISHED")) {
      said.text("established", "60");
    }
    return ViciMessage.builder()
        .section(name, said.section("child-sas", all.build()).build())
        .build();
  }

  static ViciMessage child(String name, int id, long packetsIn, long packetsOut) {
    return child(name, id, "INSTALLED", packetsIn, packetsOut);
  }

  /** Packets of 100 bytes each; the last of either direction a second ago. */
  static ViciMessage child(String name, int id, String state, long packetsIn, long packetsOut) {
    return ViciMessage.builder()
        .section(
            name + "-" + id,
            ViciMessage.builder()
                .text("name", name)
                .text("uniqueid", "" + id)
                .text("state", state)
                .text("bytes-in", "" + 100 * packetsIn)
                .text("packets-in", "" + packetsIn)
                .text("use-in", "1")
                .text("bytes-out", "" + 100 * packetsOut)
                .text("packets-out", "" + packetsOut)
                .text("use-out", "1")
                .list("local-ts", List.of("198.19.1.0/24"))
                .list("remote-ts", List.of("198.19.2.0/24"))
                .build())
        .build();
  }

  /** What {@code initiate} and {@code terminate} answer. */
  static ViciMessage outcome(boolean success) {
    return ViciMessage.builder().text("success", success ? "yes" : "no").build();
  }
}
