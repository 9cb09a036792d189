package io.tunnelscope.core.bundle;

import static io.tunnelscope.core.bundle.IkeRecord.Way.LOCAL;
import static io.tunnelscope.core.bundle.IkeRecord.Way.RECEIVED;
import static io.tunnelscope.core.bundle.IkeRecord.Way.SEND;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How negotiations go, well or badly, as a gateway records them. For simulated gateways and for
 * tests; every story begins at the given time and goes on at the pace of a real one.
 */
public final class IkeStory {

  private static final long TRIP = 40;

  private IkeStory() {}

  /** The tunnel comes up. */
  public static List<IkeRecord> established(Instant at) {
    return new Teller(at)
        .firstExchange()
        .authenticates()
        .says(LOCAL, ExchangeKind.IKE_AUTH, "Tunnel established, quick mode SA added")
        .told();
  }

  /** The peer is there and agrees to the algorithms; the pre-shared keys differ. */
  public static List<IkeRecord> authenticationFailed(Instant at) {
    return new Teller(at)
        .firstExchange()
        .says(SEND, ExchangeKind.IKE_AUTH, "Sending IKE_AUTH request")
        .says(RECEIVED, ExchangeKind.IKE_AUTH, "Received IKE_AUTH response")
        .fails(ExchangeKind.IKE_AUTH, "Peer failed", 13801, Side.HERE)
        .told();
  }

  /** Nobody answers the first message. */
  public static List<IkeRecord> peerSilent(Instant at) {
    return new Teller(at)
        .says(SEND, ExchangeKind.IKE_SA_INIT, "Sending IKE_SA_INIT request")
        .pause(1_000)
        .says(SEND, ExchangeKind.IKE_SA_INIT, "Retransmitting IKE_SA_INIT request, attempt 1")
        .pause(2_000)
        .says(SEND, ExchangeKind.IKE_SA_INIT, "Retransmitting IKE_SA_INIT request, attempt 2")
        .pause(4_000)
        .says(SEND, ExchangeKind.IKE_SA_INIT, "Retransmitting IKE_SA_INIT request, attempt 3")
        .pause(8_000)
        .fails(ExchangeKind.IKE_SA_INIT, "Negotiation timed out", 13805, Side.HERE)
        .told();
  }

  /** No IKE (phase 1) algorithms in common. */
  public static List<IkeRecord> ikePolicyMismatch(Instant at) {
    return new Teller(at)
        .says(RECEIVED, ExchangeKind.IKE_SA_INIT, "Received IKE_SA_INIT request")
        .says(
            RECEIVED,
            ExchangeKind.IKE_SA_INIT,
            "Received IKE payload: Policy1:Cipher=DESIntegrity=Md5")
        .says(SEND, ExchangeKind.IKE_SA_INIT, "Sending Notify Message - Policy Mismatch")
        .fails(ExchangeKind.IKE_SA_INIT, "Negotiation failed", 13868, Side.HERE)
        .told();
  }

  /** Phase 1 works; no ESP (phase 2) algorithms in common. */
  public static List<IkeRecord> espPolicyMismatch(Instant at) {
    return new Teller(at)
        .firstExchange()
        .authenticates()
        .says(
            RECEIVED,
            ExchangeKind.QUICK_MODE,
            "Received IPSec payload: Policy1:Cipher=DESIntegrity=Md5")
        .says(SEND, ExchangeKind.QUICK_MODE, "Sending Notify Message - Policy Mismatch")
        .fails(ExchangeKind.QUICK_MODE, "Quick mode negotiation failed", 13868, Side.HERE)
        .told();
  }

  /** Everything fits but the networks. */
  public static List<IkeRecord> selectorsRefused(Instant at) {
    return new Teller(at)
        .firstExchange()
        .authenticates()
        .says(
            RECEIVED,
            ExchangeKind.IKE_AUTH,
            "Received Traffic Selector payload request- Number of TSIs 1: StartAddress 10.9.0.0 EndAddress"
                + " 10.9.0.255 PortStart 0 PortEnd 65535 Protocol 0 Number of TSRs 1: StartAddress 10.1.0.0"
                + " EndAddress 10.1.255.255 PortStart 0 PortEnd 65535 Protocol 0")
        .fails(ExchangeKind.IKE_AUTH, "Traffic selector negotiation failed", 13999, Side.HERE)
        .told();
  }

  /** The service does not know the connection. */
  public static List<IkeRecord> notConfigured(Instant at) {
    return new Teller(at)
        .says(RECEIVED, ExchangeKind.IKE_SA_INIT, "Received IKE_SA_INIT request")
        .says(
            LOCAL,
            ExchangeKind.IKE_SA_INIT,
            "No connection is configured for this peer, request dropped")
        .told();
  }

  /** The instance is not the one that answers. */
  public static List<IkeRecord> standby(Instant at) {
    return new Teller(at)
        .says(RECEIVED, ExchangeKind.IKE_SA_INIT, "Received IKE_SA_INIT request")
        .says(
            LOCAL, ExchangeKind.IKE_SA_INIT, "Instance is standby, request left to the active one")
        .told();
  }

  /** Writes records one after the other. */
  private static final class Teller {
    private final List<IkeRecord> records = new ArrayList<>();
    private Instant now;

    Teller(Instant at) {
      now = at;
    }

    Teller firstExchange() {
      return says(SEND, ExchangeKind.IKE_SA_INIT, "Sending IKE_SA_INIT request")
          .says(RECEIVED, ExchangeKind.IKE_SA_INIT, "Received IKE_SA_INIT response");
    }

    Teller authenticates() {
      return says(SEND, ExchangeKind.IKE_AUTH, "Sending IKE_AUTH request")
          .says(RECEIVED, ExchangeKind.IKE_AUTH, "Received IKE_AUTH response, peer accepted");
    }

    Teller says(IkeRecord.Way way, ExchangeKind exchange, String message) {
      records.add(IkeRecord.of(now, way, exchange, message));
      now = now.plusMillis(TRIP);
      return this;
    }

    Teller fails(ExchangeKind exchange, String message, int windowsError, Side failedAt) {
      records.add(IkeRecord.failure(now, exchange, message, windowsError, failedAt));
      return this;
    }

    Teller pause(long milliseconds) {
      now = now.plusMillis(milliseconds);
      return this;
    }

    List<IkeRecord> told() {
      return List.copyOf(records);
    }
  }
}
