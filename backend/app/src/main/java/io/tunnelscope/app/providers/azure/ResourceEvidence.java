package io.tunnelscope.app.providers.azure;

import io.tunnelscope.core.evidence.ConfigPart;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.PlatformFact;
import io.tunnelscope.core.evidence.PlatformState;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the description of a gateway or connection tells about its health and its settings. */
final class ResourceEvidence {
  private static final List<String> OF_CONNECTIONS =
      List.of(
          "connectionType",
          "connectionProtocol",
          "connectionMode",
          "dpdTimeoutSeconds",
          "usePolicyBasedTrafficSelectors",
          "enableBgp",
          "useLocalAzureIpAddress");

  private static final List<String> OF_GATEWAYS =
      List.of("gatewayType", "vpnType", "vpnGatewayGeneration", "activeActive", "enableBgp");

  private static final List<String> OF_POLICIES =
      List.of(
          "ikeEncryption",
          "ikeIntegrity",
          "dhGroup",
          "ipsecEncryption",
          "ipsecIntegrity",
          "pfsGroup",
          "saLifeTimeSeconds",
          "saDataSizeKilobytes");

  private static final int MOST_TUNNELS = 16;
  private static final int MOST_SELECTORS = 100;

  private final AzureResource resource;
  private final Excerpt excerpt;
  private final String connection;
  private final List<Evidence> evidence = new ArrayList<>();

  private ResourceEvidence(AzureResource resource, Excerpt excerpt) {
    this.resource = resource;
    this.excerpt = excerpt;
    this.connection = resource.id().isConnection() ? resource.id().name() : "";
  }

  /** Writes what it reads into the excerpt, and points there. */
  static List<Evidence> read(AzureResource resource, Excerpt excerpt) {
    var reading = new ResourceEvidence(resource, excerpt);
    reading.read();
    return List.copyOf(reading.evidence);
  }

  private void read() {
    excerpt.say("id", resource.id().value());
    var properties = resource.properties();
    if (resource.id().isConnection()) {
      state(PlatformFact.CONNECTION_EXISTS, true);
      provisioning(properties, "updating");
      tunnels(properties);
      OF_CONNECTIONS.forEach(name -> setting(properties, name, name));
      properties.objects("ipsecPolicies").stream().limit(1).forEach(this::policy);
      selectors(properties);
    } else {
      state(PlatformFact.GATEWAY_EXISTS, true);
      provisioning(properties, "updating", "failed", "deleting", "succeeded");
      OF_GATEWAYS.forEach(name -> setting(properties, name, name));
      setting(properties.object("sku"), "name", "sku");
    }
  }

  private void state(PlatformFact fact, boolean value) {
    evidence.add(PlatformState.of(fact, value));
  }

  /** A connection that could not be changed may still work: it is no fault of its gateway. */
  private void provisioning(Members properties, String... telling) {
    properties
        .text("provisioningState")
        .ifPresent(
            text -> {
              var ref = excerpt.say("provisioningState", text);
              if (List.of(telling).contains(text.toLowerCase(Locale.ROOT))) {
                evidence.add(
                    new PlatformState(PlatformFact.PROVISIONING_STATE, text, List.of(ref)));
              }
            });
  }

  /** The tunnels have counters of their own; the connection's are the sum. */
  private void tunnels(Members properties) {
    var tunnels = properties.objects("tunnelConnectionStatus").stream().limit(MOST_TUNNELS);
    var single = tunnels.toList();
    properties
        .text("connectionStatus")
        .ifPresent(
            text -> {
              var status = tunnel(properties, text, "");
              evidence.add(single.isEmpty() ? status : withoutCounters(status));
            });
    for (int n = 0; n < single.size(); n++) {
      var prefix = "tunnel " + (n + 1) + " ";
      var said = single.get(n);
      said.text("tunnel").ifPresent(name -> excerpt.say(prefix + "name", name));
      evidence.add(tunnel(said, said.text("connectionStatus").orElse("Unknown"), prefix));
    }
  }

  private TunnelStatus tunnel(Members said, String status, String prefix) {
    var refs = new ArrayList<EvidenceRef>();
    refs.add(excerpt.say(prefix + "connectionStatus", status));
    for (var name :
        List.of(
            "ingressBytesTransferred",
            "egressBytesTransferred",
            "lastConnectionEstablishedUtcTime")) {
      said.text(name).ifPresent(text -> refs.add(excerpt.say(prefix + name, text)));
    }
    return new TunnelStatus(
        connection,
        state(status),
        "",
        said.count("ingressBytesTransferred"),
        said.count("egressBytesTransferred"),
        said.time("lastConnectionEstablishedUtcTime"),
        refs);
  }

  private static TunnelStatus withoutCounters(TunnelStatus status) {
    return new TunnelStatus(
        status.connection(),
        status.state(),
        status.remoteEndpoint(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        status.refs());
  }

  private static SaState state(String status) {
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "connected" -> SaState.CONNECTED;
      case "connecting" -> SaState.CONNECTING;
      case "notconnected" -> SaState.NOT_CONNECTED;
      default -> SaState.UNKNOWN;
    };
  }

  private void policy(Members policy) {
    OF_POLICIES.forEach(name -> setting(policy, name, name));
  }

  private void selectors(Members properties) {
    properties.objects("trafficSelectorPolicies").stream()
        .limit(MOST_SELECTORS)
        .forEach(
            pair ->
                Stream.of("localAddressRanges", "remoteAddressRanges")
                    .filter(name -> !pair.texts(name).isEmpty())
                    .forEach(name -> config(name, String.join(", ", pair.texts(name)))));
  }

  private void setting(Members of, String name, String key) {
    of.text(name).ifPresent(text -> config(key, text));
  }

  private void config(String key, String value) {
    evidence.add(new ConfigPart(connection, key, value, List.of(excerpt.say(key, value))));
  }
}
