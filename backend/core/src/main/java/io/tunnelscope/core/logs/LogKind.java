package io.tunnelscope.core.logs;

import java.time.Instant;
import java.util.List;

/** The dialects that are understood. A file's name never counts, only its lines. */
public enum LogKind {
  /** {@code IKELogs.txt} and the messages of Azure's IKEDiagnosticLog. */
  AZURE_IKE("azure-ike"),
  /** {@code IKEErrors.txt}. */
  IKE_ERRORS("azure-ike-errors"),
  /** {@code Scrubbed-wfpdiag.txt}. */
  WFP_DIAG("azure-wfpdiag"),
  /** {@code wfpdiag.txt.sum}. */
  WFP_SUM("azure-wfpdiag-sum"),
  /** {@code ConnectionStats.txt}. */
  CONNECTION_STATS("azure-connection-stats"),
  /** {@code CPUStats.txt}. */
  CPU_STATS("azure-cpu-stats"),
  /** strongSwan. */
  CHARON("charon"),
  /** libreswan, Openswan. */
  PLUTO("pluto"),
  /** racoon of ipsec-tools. */
  RACOON("racoon"),
  /** Cisco ASA, its syslog and its debug output. */
  CISCO_ASA("cisco-asa"),
  /** Cisco IOS and IOS XE. */
  CISCO_IOS("cisco-ios"),
  /** MikroTik RouterOS. */
  MIKROTIK("mikrotik"),
  /** Fortinet FortiGate, its events and its debug output. */
  FORTIGATE("fortigate"),
  /** Juniper Junos. */
  JUNOS("junos"),
  /** Rows of Azure Monitor. */
  AZURE_DIAGNOSTICS("azure-diagnostics"),
  /** The VPN client of Windows. */
  WINDOWS_RAS("windows-ras"),
  UNKNOWN("unknown");

  private final String id;

  LogKind(String id) {
    this.id = id;
  }

  /** A short lower-case name. */
  public String id() {
    return id;
  }

  /** The dialect most of the lines are written in; {@link #UNKNOWN} when none of them is. */
  public static LogKind detect(List<String> lines) {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    var number = 0;
    var file = reader.file("sample");
    for (var line : lines) {
      file.line(++number, line);
    }
    return file.finish().kind();
  }
}
