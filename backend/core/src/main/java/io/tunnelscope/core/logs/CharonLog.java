package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.network.Proposal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** strongSwan's charon, behind whatever prefix a syslog, journal or file gives its lines. */
final class CharonLog implements Dialect {

  private static final Pattern TAGGED =
      Pattern.compile(
          "(?:^|\\s)(\\d{2})\\[(?:IKE|NET|ENC|CFG|KNL|CHD|JOB|MGR|LIB|DMN|ESP|TLS|ASN|TNC|IMC|IMV|PTS|APP|LOG)\\d?]\\s(?:<([^<>]{1,160})>\\s)?(.*)$");
  private static final Pattern UNTAGGED =
      Pattern.compile("\\bcharon(?:-systemd|-nm|-cmd)?(?:\\[\\d{1,10}])?:\\s(.*)$");
  private static final Pattern PACKET =
      Pattern.compile(
          "^(sending|received) packet: from (\\S{2,60})\\[\\d{1,5}] to (\\S{2,60})\\[\\d{1,5}]");
  private static final Pattern INITIATING =
      Pattern.compile(
          "^initiating (?:Main Mode |Aggressive Mode )?IKE_SA \\S{1,160}\\[\\d{1,10}] to (\\S{2,60})");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "^(parsed|generating) (IKE_SA_INIT|IKE_AUTH|CREATE_CHILD_SA|INFORMATIONAL|ID_PROT|AGGRESSIVE|QUICK_MODE|TRANSACTION|INFORMATIONAL_V1) (request|response) (\\d{1,10}) \\[(.*)");
  private static final Pattern UP =
      Pattern.compile(
          "\\bIKE_SA \\S{1,160}\\[(\\d{1,10})] (?:established|rekeyed) between \\S{1,60}\\[.{0,200}?]\\.\\.\\.([0-9A-Fa-f.:%]{2,60})\\[");
  private static final Pattern CHILD_UP =
      Pattern.compile("\\bCHILD_SA \\S{1,160}\\{\\d{1,10}} established\\b");
  private static final Pattern RETRANSMIT =
      Pattern.compile(
          "^(?:sending )?retransmit \\d{1,4} of (?:request|response)(?: with)? message ID (\\d{1,10})");
  private static final Pattern DELETED =
      Pattern.compile("^received DELETE for IKE_SA \\S{1,160}\\[(\\d{1,10})]");
  private static final Pattern OFFER =
      Pattern.compile("^(received|configured) proposals: ((IKE|ESP|AH):.{3,})");

  private static final PhraseTable PHRASES =
      PhraseTable.of()
          .here(Signal.KEY_DIFFERS, "tried ", "shared key", "MAC mismatched")
          .here(Signal.KEY_DIFFERS, "calculated HASH does not match HASH payload")
          .here(Signal.KEY_MISSING, "no shared key found for")
          .here(Signal.IDENTITY_REFUSED, "IDir '", "does not match to")
          .here(Signal.IDENTITY_REFUSED, "constraint check failed: identity", "required")
          .here(Signal.IDENTITY_REFUSED, "no matching peer config found")
          .here(Signal.CERTIFICATE_REFUSED, "no private key found for")
          .here(Signal.CERTIFICATE_REFUSED, "no trusted ", "public key found for")
          .here(Signal.CERTIFICATE_REFUSED, "certificate invalid (valid from")
          .here(Signal.CERTIFICATE_REFUSED, "certificate was revoked on")
          .here(Signal.CERTIFICATE_REFUSED, "certificate", "lacks ca basic constraint")
          .here(Signal.CERTIFICATE_REFUSED, "loading ", "certificate from", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "building CRED_PRIVATE_KEY", "failed")
          .here(Signal.CERTIFICATE_REFUSED, "constraint check failed", "certificate")
          .here(Signal.USER_REFUSED, "EAP method ", " failed")
          .here(Signal.USER_REFUSED, "received EAP_FAILURE")
          .here(Signal.USER_REFUSED, "EAP-MS-CHAPv2 verification failed")
          .here(Signal.USER_REFUSED, "XAuth authentication of ", "failed")
          .here(Signal.NO_PROPOSAL, ExchangeKind.IKE_SA_INIT, "received proposals unacceptable")
          .here(Signal.NO_PROPOSAL, ExchangeKind.MAIN_MODE, "no proposal found")
          .here(
              Signal.NO_PROPOSAL,
              ExchangeKind.QUICK_MODE,
              "no matching proposal found, sending NO_PROPOSAL_CHOSEN")
          .here(Signal.NO_PROPOSAL, ExchangeKind.CREATE_CHILD_SA, "no acceptable proposal found")
          .here(Signal.SELECTORS_REFUSED, "no acceptable traffic selectors found")
          .here(Signal.SELECTORS_REFUSED, "traffic selectors ", " unacceptable")
          .here(Signal.SELECTORS_REFUSED, "no matching CHILD_SA config found")
          .here(Signal.NO_CONNECTION, "no IKE config found for")
          .here(Signal.NO_CONNECTION, "no config named '")
          .here(Signal.NO_CONNECTION, "configuration '", "not found")
          .here(Signal.CONFIGURATION_REFUSED, "loading connection '", "failed")
          .here(Signal.SETTING_REFUSED, "Aggressive Mode PSK disabled")
          .here(Signal.VERSION_REFUSED, "received unsupported IKE version")
          .here(Signal.PEER_DEAD, "DPD check timed out")
          .here(
              Signal.KERNEL_REFUSED,
              "unable to install inbound and outbound IPsec SA (SAD) in kernel")
          .here(Signal.KERNEL_REFUSED, "unable to install IPsec policies (SPD) in kernel")
          .here(Signal.OUT_OF_RESOURCES, "pool '", "is full")
          .perhaps(Signal.MALFORMED, "decryption failed?")
          .perhaps(Signal.MALFORMED, "could not decrypt payloads")
          .here(Signal.NAT_DETECTED, "host is behind NAT")
          .here(Signal.NAT_DETECTED, "faking NAT situation")
          .made();

  private final CaseNotes notes;
  private final Map<String, String> peers = new LinkedHashMap<>();
  private final Map<String, ExchangeKind> steps = new HashMap<>();
  private final Map<String, String> established = new HashMap<>();
  private String peer = "";

  CharonLog(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.CHARON;
  }

  @Override
  public boolean read(Line line) {
    var tagged = TAGGED.matcher(line.text());
    if (tagged.find()) {
      var sa = tagged.group(2) == null ? "thread " + tagged.group(1) : tagged.group(2);
      note(line, sa, tagged.group(3).strip());
      return true;
    }
    var untagged = UNTAGGED.matcher(line.text());
    var message = untagged.find() ? untagged.group(1).strip() : line.text().strip();
    return note(line, "", message) || untagged.reset().find();
  }

  private boolean note(Line line, String sa, String message) {
    peer = follow(sa, message);
    return up(line, message)
        || offer(line, message)
        || notified(line, message)
        || said(line, message)
        || repeated(line, message)
        || deleted(line, message)
        || moved(line, message);
  }

  /**
   * Whom the line is about: what it says itself, else what its thread or SA was last seen to be
   * about.
   */
  private String follow(String sa, String message) {
    var told = named(message);
    if (told.isPresent() && peers.size() < 10_000) {
      peers.put(sa, told.get());
    }
    return told.orElse(peers.getOrDefault(sa, peer));
  }

  /** Plain comparisons come before patterns: most lines name nobody. */
  private static Optional<String> named(String message) {
    if (message.startsWith("sending packet") || message.startsWith("received packet")) {
      var packet = PACKET.matcher(message);
      return packet.find()
          ? Optional.of(packet.group(packet.group(1).equals("sending") ? 3 : 2))
          : Optional.empty();
    }
    if (message.startsWith("initiating ")) {
      var initiating = INITIATING.matcher(message);
      return initiating.find() ? Optional.of(initiating.group(1)) : Optional.empty();
    }
    if (message.contains(" between ")) {
      var up = UP.matcher(message);
      return up.find() ? Optional.of(up.group(2)) : Optional.empty();
    }
    return Optional.empty();
  }

  private boolean up(Line line, String message) {
    if (!message.contains("_SA ")) {
      return false;
    }
    var ike = UP.matcher(message);
    if (ike.find()) {
      established.put(peer, ike.group(1));
      add(line, Signal.IKE_ESTABLISHED, Side.HERE, step(), Map.of());
      return true;
    }
    if (CHILD_UP.matcher(message).find()) {
      add(line, Signal.CHILD_ESTABLISHED, Side.HERE, step(), Map.of());
      return true;
    }
    return false;
  }

  private boolean offer(Line line, String message) {
    var offer = OFFER.matcher(message);
    if (!message.contains(" proposals: ") || !offer.find()) {
      return false;
    }
    var received = offer.group(1).equals("received");
    var ike = offer.group(3).equals("IKE");
    if (ike != step().negotiatesIke()) {
      steps.put(peer, ike ? ExchangeKind.IKE_SA_INIT : ExchangeKind.CREATE_CHILD_SA);
    }
    add(
        line,
        received ? Signal.OFFER_PEER : Signal.OFFER_HERE,
        received ? Side.PEER : Side.HERE,
        step(),
        Map.of("offer", Proposal.shorten(offer.group(2)), "for", offer.group(3)));
    return true;
  }

  private boolean notified(Line line, String message) {
    if (!message.startsWith("received ") || !message.contains("notify")) {
      return false;
    }
    var signal = Notify.in(message);
    signal.ifPresent(
        found -> {
          var child = message.contains("no CHILD_SA built") && !step().negotiatesChild();
          add(line, found, Side.PEER, child ? ExchangeKind.IKE_AUTH : step(), Map.of());
        });
    return signal.isPresent();
  }

  private boolean said(Line line, String message) {
    var phrase = PHRASES.find(message);
    phrase.ifPresent(
        found -> {
          var fits =
              found.exchange() == ExchangeKind.UNKNOWN
                  || found.exchange().negotiatesIke() == step().negotiatesIke()
                      && step() != ExchangeKind.UNKNOWN;
          add(line, found.signal(), found.side(), fits ? step() : found.exchange(), Map.of());
        });
    return phrase.isPresent();
  }

  private boolean repeated(Line line, String message) {
    if (message.contains("retransmit ") && RETRANSMIT.matcher(message).find()) {
      add(line, Signal.RETRANSMITTED, Side.HERE, step(), Map.of());
      return true;
    }
    if (message.startsWith("giving up after ") || message.startsWith("peer not responding")) {
      var gone = established.containsKey(peer);
      add(line, gone ? Signal.PEER_DEAD : Signal.NO_ANSWER, Side.HERE, step(), Map.of());
      return true;
    }
    return false;
  }

  /** The old SA of a rekeying is deleted as well; only the newest one counts. */
  private boolean deleted(Line line, String message) {
    var deleted = DELETED.matcher(message);
    if (!message.startsWith("received DELETE") || !deleted.find()) {
      return false;
    }
    if (deleted.group(1).equals(established.get(peer))) {
      add(line, Signal.DELETED_BY_PEER, Side.PEER, ExchangeKind.INFORMATIONAL, Map.of());
    }
    return true;
  }

  private boolean moved(Line line, String message) {
    var moved = MESSAGE.matcher(message);
    if (!message.startsWith("parsed ") && !message.startsWith("generating ") || !moved.find()) {
      return false;
    }
    var exchange = exchangeOf(moved.group(2));
    if (exchange == ExchangeKind.INFORMATIONAL || exchange == ExchangeKind.UNKNOWN) {
      return true;
    }
    steps.put(peer, exchange);
    var sent = moved.group(1).equals("generating");
    add(
        line,
        sent ? Signal.SENT : Signal.RECEIVED,
        sent ? Side.HERE : Side.PEER,
        exchange,
        Map.of());
    return true;
  }

  private ExchangeKind step() {
    return steps.getOrDefault(peer, steps.getOrDefault("", ExchangeKind.UNKNOWN));
  }

  private void add(
      Line line, Signal signal, Side side, ExchangeKind exchange, Map<String, String> facts) {
    notes.line(line, peer, new Said(signal, side, exchange, facts));
  }

  private static ExchangeKind exchangeOf(String name) {
    return switch (name) {
      case "IKE_SA_INIT" -> ExchangeKind.IKE_SA_INIT;
      case "IKE_AUTH" -> ExchangeKind.IKE_AUTH;
      case "CREATE_CHILD_SA" -> ExchangeKind.CREATE_CHILD_SA;
      case "ID_PROT" -> ExchangeKind.MAIN_MODE;
      case "AGGRESSIVE" -> ExchangeKind.AGGRESSIVE_MODE;
      case "QUICK_MODE" -> ExchangeKind.QUICK_MODE;
      case "INFORMATIONAL", "INFORMATIONAL_V1" -> ExchangeKind.INFORMATIONAL;
      default -> ExchangeKind.UNKNOWN;
    };
  }
}
