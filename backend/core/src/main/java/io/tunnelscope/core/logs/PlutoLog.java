package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** pluto of libreswan and Openswan, whose lines name their connection in quotes. */
final class PlutoLog implements Dialect {

  private static final Pattern STATE =
      Pattern.compile(
          "\"([^\"]{1,160})\"(?:\\[\\d{1,8}])?(?: ([0-9A-Fa-f.:]{3,60}))? #\\d{1,10}: (.*)$");
  private static final Pattern CONNECTION =
      Pattern.compile("(?:^|\\s)\"([^\"]{1,160})\"(?:\\[\\d{1,8}])?: (.*)$");
  private static final Pattern PACKET =
      Pattern.compile("\\bpacket from ([0-9A-Fa-f.:]{3,60}):\\d{1,5}: (.*)$");
  private static final Pattern TO =
      Pattern.compile(
          "\\b(?:connection|request) to ([0-9A-Fa-f.:]{3,60}?)(?::UDP/\\d{1,5}|:TCP/\\d{1,5})?(?: |;|$)");

  /** Words without which a quoted name at the start of a line means nothing. */
  private static final Pattern ABOUT_CONNECTION =
      Pattern.compile("\\b(?:connection|IKEv[12]|SAs?|revival|reviving|route)\\b");

  private static final Pattern STEP =
      Pattern.compile(
          "\\b(?:(IKE_SA_INIT|PARENT_[IR]1)|(IKE_AUTH|PARENT_[IR]2)|(CREATE_CHILD_SA)|(Main Mode|MAIN_[IR]\\d|AGGR_[IR]\\d|Aggressive Mode)|(Quick Mode|QUICK_[IR]\\d))\\b");
  private static final Pattern HEARD =
      Pattern.compile("\\b(?:by peer|received|ignoring|contain(?:ed|ing|s)|rejected)\\b");
  private static final Pattern ANSWERED =
      Pattern.compile(
          "\\b(?:processed|processing) \\w{1,20} response\\b|\\bSTATE_(?:PARENT_I2|MAIN_I[234]|QUICK_I2)\\b|\\bsent Main Mode I[23]\\b");
  private static final Pattern ASKED =
      Pattern.compile(
          "\\b(?:sent \\w{1,20} request|initiating (?:v2 parent SA|Main Mode|Aggressive Mode|Quick Mode|IKEv\\d))");

  private static final PhraseTable PHRASES =
      PhraseTable.of()
          .here(Signal.CHILD_ESTABLISHED, "IPsec SA established")
          .here(Signal.CHILD_ESTABLISHED, "established Child SA")
          .here(Signal.IKE_ESTABLISHED, "ISAKMP SA established")
          .here(Signal.IKE_ESTABLISHED, "initiator established IKE SA")
          .here(Signal.IKE_ESTABLISHED, "responder established IKE SA")
          .here(Signal.KEY_MISSING, "no PSK found for")
          .here(Signal.KEY_MISSING, "no preshared key found for")
          .here(Signal.KEY_DIFFERS, "AUTH mismatch")
          .here(Signal.KEY_DIFFERS, "computed hash does not match received hash")
          .perhaps(Signal.KEY_DIFFERS, "mismatch of preshared secrets")
          .here(Signal.IDENTITY_REFUSED, "ID_", "does not match expected")
          .here(Signal.IDENTITY_REFUSED, "we require", "peer to have ID")
          .here(Signal.IDENTITY_REFUSED, "CERT payload does not match connection ID")
          .here(Signal.IDENTITY_REFUSED, "does not match peer ID for this connection")
          .here(Signal.CERTIFICATE_REFUSED, "certificate rejected")
          .here(Signal.CERTIFICATE_REFUSED, "certificate payload rejected")
          .here(Signal.CERTIFICATE_REFUSED, "certificate verify failed")
          .here(Signal.CERTIFICATE_REFUSED, "unable to locate my private key")
          .here(Signal.CERTIFICATE_REFUSED, "public key known for")
          .here(Signal.USER_REFUSED, "authentication of user", "ABORTED")
          .here(Signal.USER_REFUSED, "authentication of user", "FAILED")
          .here(Signal.USER_REFUSED, "XAUTH", "Authentication Failed")
          .here(Signal.NO_PROPOSAL, "no local proposal matches remote proposal")
          .here(Signal.NO_PROPOSAL, ExchangeKind.MAIN_MODE, "no acceptable Oakley Transform")
          .here(Signal.SELECTORS_REFUSED, ExchangeKind.QUICK_MODE, "no connection is known for")
          .here(Signal.NO_CONNECTION, "no connection has been authorized")
          .here(Signal.NO_CONNECTION, "no suitable connection")
          .here(Signal.NO_CONNECTION, "no connection named")
          .here(Signal.CONFIGURATION_REFUSED, "failed to add connection")
          .here(
              Signal.CONFIGURATION_REFUSED,
              "cannot initiate connection without knowing peer IP address")
          .here(Signal.CONFIGURATION_REFUSED, "cannot identify ourselves with either end")
          .here(Signal.PEER_DEAD, "liveness action")
          .here(Signal.PEER_DEAD, "DPD", "No response from peer")
          .here(Signal.PEER_DEAD, "ESTABLISHED_IKE_SA", "timeout exceeded")
          .here(Signal.NO_ANSWER, "timeout exceeded after")
          .here(Signal.NO_ANSWER, "max number of retransmissions", "reached")
          .here(Signal.RETRANSMITTED, "retransmission; will wait")
          .here(Signal.KERNEL_REFUSED, "netlink response for Add SA", "included errno")
          .here(Signal.NAT_DETECTED, "NAT-Traversal: Result", "behind NAT")
          .made();

  private final CaseNotes notes;
  private final Map<String, String> peers = new HashMap<>();
  private final Map<String, ExchangeKind> steps = new HashMap<>();
  private final Set<String> rekeying = new HashSet<>();

  PlutoLog(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.PLUTO;
  }

  @Override
  public boolean read(Line line) {
    var state = STATE.matcher(line.text());
    if (state.find()) {
      note(line, state.group(1), state.group(2), state.group(3));
      return true;
    }
    var packet = PACKET.matcher(line.text());
    if (packet.find()) {
      note(line, packet.group(1), packet.group(1), packet.group(2));
      return true;
    }
    var connection = CONNECTION.matcher(line.text());
    if (connection.find() && ABOUT_CONNECTION.matcher(connection.group(2)).find()) {
      note(line, connection.group(1), null, connection.group(2));
      return true;
    }
    return false;
  }

  private void note(Line line, String connection, String address, String message) {
    var peer = peerOf(connection, address, message);
    var exchange = stepOf(connection, message);
    if (message.startsWith("IMPAIR")) {
      return;
    }
    if (message.startsWith("initiating rekey") && rekeying.size() < 10_000) {
      rekeying.add(connection);
    }
    var phrase = PHRASES.find(message);
    if (phrase.isPresent()) {
      var said = phrase.get();
      var step = said.exchange() == ExchangeKind.UNKNOWN ? exchange : said.exchange();
      add(line, whileRekeying(connection, said.signal()), said.side(), step, peer);
      return;
    }
    var refused = Notify.in(message);
    if (refused.isPresent() && !message.startsWith("process")) {
      var side = HEARD.matcher(message).find() ? Side.PEER : Side.HERE;
      add(line, refused.get(), side, exchange, peer);
    } else if (ANSWERED.matcher(message).find()) {
      add(line, Signal.RECEIVED, Side.PEER, exchange, peer);
    } else if (ASKED.matcher(message).find()) {
      add(line, Signal.SENT, Side.HERE, exchange, peer);
    }
  }

  /**
   * Silence to a request for new keys is a rekeying that failed before it is a peer that is gone.
   */
  private Signal whileRekeying(String connection, Signal signal) {
    if (signal.isSuccess()) {
      rekeying.remove(connection);
    }
    return signal == Signal.PEER_DEAD && rekeying.contains(connection)
        ? Signal.REKEY_FAILED
        : signal;
  }

  private String peerOf(String connection, String address, String message) {
    var to = TO.matcher(message);
    if (address != null) {
      peers.put(connection, address);
    } else if (to.find() && peers.size() < 10_000) {
      peers.put(connection, to.group(1));
    }
    return peers.getOrDefault(connection, "");
  }

  /** The first exchange a message names is the one it is about; a later one is where it goes on. */
  private ExchangeKind stepOf(String connection, String message) {
    var step = STEP.matcher(message);
    var known = steps.getOrDefault(connection, ExchangeKind.UNKNOWN);
    if (!step.find()) {
      return known;
    }
    var now =
        step.group(1) != null
            ? ExchangeKind.IKE_SA_INIT
            : step.group(2) != null
                ? ExchangeKind.IKE_AUTH
                : step.group(3) != null
                    ? ExchangeKind.CREATE_CHILD_SA
                    : step.group(4) != null ? ExchangeKind.MAIN_MODE : ExchangeKind.QUICK_MODE;
    if (steps.size() < 10_000) {
      steps.put(connection, now);
    }
    return now;
  }

  private void add(Line line, Signal signal, Side side, ExchangeKind exchange, String peer) {
    notes.line(line, peer, Said.of(signal, side, exchange));
  }
}
