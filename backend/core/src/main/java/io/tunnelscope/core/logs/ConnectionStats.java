package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code ConnectionStats.txt}: key and value, one connection after the other. */
final class ConnectionStats implements Dialect {

  private static final Pattern PAIR =
      Pattern.compile(
          "^\\s*(Connectivity State|Remote Tunnel Endpoint|Ingress Bytes \\(since last connected\\)|"
              + "Egress Bytes \\(since last connected\\)|Connected Since)\\s*:(.*)$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AMOUNT =
      Pattern.compile(
          "([\\d,]{1,24})(?:\\.(\\d{1,6}))?\\s*([KMGTP]?)i?B?(?:ytes)?", Pattern.CASE_INSENSITIVE);
  private static final DateTimeFormatter US =
      DateTimeFormatter.ofPattern("M/d/uuuu h:mm:ss a", Locale.US);

  private final CaseNotes notes;
  private boolean open;
  private SaState state = SaState.UNKNOWN;
  private String endpoint = "";
  private OptionalLong in = OptionalLong.empty();
  private OptionalLong out = OptionalLong.empty();
  private Optional<Instant> since = Optional.empty();
  private List<EvidenceRef> refs = new ArrayList<>();

  ConnectionStats(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.CONNECTION_STATS;
  }

  @Override
  public boolean read(Line line) {
    var pair = PAIR.matcher(line.text());
    if (!pair.matches()) {
      return false;
    }
    var value = pair.group(2).strip();
    switch (pair.group(1).toLowerCase(Locale.ROOT).charAt(0)) {
      case 'r' -> endpoint = value;
      case 'i' -> in = bytes(value);
      case 'e' -> out = bytes(value);
      default -> {
        if (pair.group(1).length() == "Connected Since".length()) {
          since = time(value);
        } else {
          finish();
          state = stateOf(value);
        }
      }
    }
    open = true;
    refs.add(line.ref());
    return true;
  }

  @Override
  public void finish() {
    if (open) {
      notes.evidence(new TunnelStatus("", state, endpoint, in, out, since, refs));
    }
    open = false;
    state = SaState.UNKNOWN;
    endpoint = "";
    in = OptionalLong.empty();
    out = OptionalLong.empty();
    since = Optional.empty();
    refs = new ArrayList<>();
  }

  private static SaState stateOf(String value) {
    return switch (value.toLowerCase(Locale.ROOT).replace(" ", "")) {
      case "connected" -> SaState.CONNECTED;
      case "connecting" -> SaState.CONNECTING;
      case "notconnected", "disconnected" -> SaState.NOT_CONNECTED;
      default -> SaState.UNKNOWN;
    };
  }

  /** A number with an optional unit; units are powers of 1024. */
  private static OptionalLong bytes(String value) {
    var amount = AMOUNT.matcher(value);
    if (!amount.matches()) {
      return OptionalLong.empty();
    }
    try {
      var digits = amount.group(1).replace(",", "");
      var fraction = amount.group(2) == null ? "" : "." + amount.group(2);
      var power =
          " KMGTP"
              .indexOf(
                  amount.group(3).isEmpty()
                      ? ' '
                      : amount.group(3).toUpperCase(Locale.ROOT).charAt(0));
      return OptionalLong.of(
          (long) (Double.parseDouble(digits + fraction) * Math.pow(1024, power)));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /** The file bears no zone; it is taken as UTC. */
  private static Optional<Instant> time(String value) {
    try {
      var plain = value.replace('\u202f', ' ').replace('\u00a0', ' ').toUpperCase(Locale.ROOT);
      return Optional.of(LocalDateTime.parse(plain, US).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
