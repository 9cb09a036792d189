package io.tunnelscope.core.diagnosis;

import io.tunnelscope.core.evidence.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Azure's table of faults, and {@link #UNDETERMINED}, which is ours. */
public enum Fault {
  NO_FAULT("NoFault", Column.BOTH, Log.WRITTEN, Severity.OK),
  GATEWAY_NOT_FOUND("GatewayNotFound", Column.BOTH, Log.NONE, Severity.ERROR),
  PLANNED_MAINTENANCE("PlannedMaintenance", Column.BOTH, Log.NONE, Severity.TRANSIENT),
  USER_DRIVEN_UPDATE("UserDrivenUpdate", Column.BOTH, Log.NONE, Severity.TRANSIENT),
  VIP_UNRESPONSIVE("VipUnResponsive", Column.BOTH, Log.NONE, Severity.ERROR),
  PLATFORM_INACTIVE("PlatformInActive", Column.GATEWAY, Log.NONE, Severity.TRANSIENT),
  SERVICE_NOT_RUNNING("ServiceNotRunning", Column.GATEWAY, Log.NONE, Severity.ERROR),
  NO_CONNECTIONS_FOUND_FOR_GATEWAY(
      "NoConnectionsFoundForGateway", Column.GATEWAY, Log.NONE, Severity.WARNING),
  CONNECTIONS_NOT_CONNECTED(
      "ConnectionsNotConnected", Column.GATEWAY, Log.WRITTEN, Severity.WARNING),
  GATEWAY_CPU_USAGE_EXCEEDED(
      "GatewayCPUUsageExceeded", Column.GATEWAY, Log.WRITTEN, Severity.WARNING),
  CONNECTION_ENTITY_NOT_FOUND(
      "ConnectionEntityNotFound", Column.CONNECTION, Log.NONE, Severity.ERROR),
  CONNECTION_IS_MARKED_DISCONNECTED(
      "ConnectionIsMarkedDisconnected", Column.CONNECTION, Log.NONE, Severity.ERROR),
  CONNECTION_NOT_CONFIGURED_ON_GATEWAY(
      "ConnectionNotConfiguredOnGateway", Column.CONNECTION, Log.WRITTEN, Severity.ERROR),
  CONNECTION_MARKED_STANDBY(
      "ConnectionMarkedStandby", Column.CONNECTION, Log.WRITTEN, Severity.TRANSIENT),
  AUTHENTICATION("Authentication", Column.CONNECTION, Log.WRITTEN, Severity.ERROR),
  PEER_REACHABILITY("PeerReachability", Column.CONNECTION, Log.WRITTEN, Severity.ERROR),
  IKE_POLICY_MISMATCH("IkePolicyMismatch", Column.CONNECTION, Log.WRITTEN, Severity.ERROR),
  WFP_PARSE_ERROR("WfpParseError", Column.CONNECTION, Log.WRITTEN, Severity.ERROR),
  /** Something is wrong, or nothing could be seen, and it cannot be told which fault it is. */
  UNDETERMINED("Undetermined", Column.BOTH, Log.WRITTEN, Severity.WARNING);

  private final String wireId;
  private final Column column;
  private final Log log;
  private final Severity severity;

  Fault(String wireId, Column column, Log log, Severity severity) {
    this.wireId = wireId;
    this.column = column;
    this.log = log;
    this.severity = severity;
  }

  /**
   * The id in a result. Through the Azure-compatible door {@code WfpParseError} is spelt {@link
   * #azureId()}.
   */
  public String wireId() {
    return wireId;
  }

  /** Azure's own spelling, which holds a blank in one id. */
  public String azureId() {
    return this == WFP_PARSE_ERROR ? "WfpParse Error" : wireId;
  }

  /** Which runs can end with it: of a gateway, of a connection, of logs alone. */
  public Set<Scope> scopes() {
    return switch (column) {
      case BOTH -> EnumSet.allOf(Scope.class);
      case GATEWAY -> EnumSet.of(Scope.GATEWAY, Scope.LOGS);
      case CONNECTION -> EnumSet.of(Scope.CONNECTION, Scope.LOGS);
    };
  }

  /** Whether a run that ends with it leaves log files. */
  public boolean writesLogs() {
    return log == Log.WRITTEN;
  }

  public Severity severity() {
    return severity;
  }

  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  /** The table for gateways, in its order, {@code NoFault} first; ours is not in it. */
  public static List<Fault> ofGateways() {
    return table(Scope.GATEWAY).toList();
  }

  /** The table for connections, in its order, {@code NoFault} first; ours is not in it. */
  public static List<Fault> ofConnections() {
    return table(Scope.CONNECTION).toList();
  }

  /**
   * Reads an id without regard to case and blanks, older misspellings included. Translated ids of
   * documentation pages are not ids and are not read.
   */
  public static Optional<Fault> parse(String text) {
    if (text == null || text.length() > 64) {
      return Optional.empty();
    }
    var plain = text.replace(" ", "").toLowerCase(Locale.ROOT);
    if (plain.equals("connectionmarkedstandy")) {
      return Optional.of(CONNECTION_MARKED_STANDBY);
    }
    return Arrays.stream(values())
        .filter(fault -> fault.wireId.toLowerCase(Locale.ROOT).equals(plain))
        .findFirst();
  }

  private static Stream<Fault> table(Scope scope) {
    return Arrays.stream(values())
        .filter(fault -> fault != UNDETERMINED && fault.scopes().contains(scope));
  }

  private enum Column {
    BOTH,
    GATEWAY,
    CONNECTION
  }

  private enum Log {
    WRITTEN,
    NONE
  }
}
