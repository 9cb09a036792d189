package io.tunnelscope.core.bundle;

import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The two files with figures. Capitals and units are as gateways write them. */
final class StatsFiles {

  private static final DateTimeFormatter US =
      DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

  private StatsFiles() {}

  static BundleFile connection(TunnelStatus status) {
    return connections(List.of(status));
  }

  static BundleFile connections(List<TunnelStatus> all) {
    return new BundleFile(
        "ConnectionStats.txt",
        all.stream().map(StatsFiles::section).collect(Collectors.joining("\n")));
  }

  private static String section(TunnelStatus status) {
    var since = status.connectedSince().map(US::format).orElse("");
    return """
        Connectivity State : %s
        Remote Tunnel Endpoint : %s
        Ingress Bytes (since last connected) : %d B
        Egress Bytes (Since last connected) : %d B
        Connected Since : %s
        """
        .formatted(
            state(status.state()),
            status.remoteEndpoint(),
            status.ingressBytes().orElse(0),
            status.egressBytes().orElse(0),
            since);
  }

  static BundleFile cpu(CpuSample sample) {
    return new BundleFile(
        "CPUStats.txt",
        "Current CPU Usage : %d %% Current Memory Available : %d MBs\n"
            .formatted(sample.percent(), sample.memoryAvailableMb().orElse(0)));
  }

  private static String state(SaState state) {
    return switch (state) {
      case CONNECTED -> "Connected";
      case CONNECTING -> "Connecting";
      case NOT_CONNECTED -> "NotConnected";
      case UNKNOWN -> "Unknown";
    };
  }
}
