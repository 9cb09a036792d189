package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** pluto of libreswan and Openswan, whose lines name their connection in quotes. */
final class PlutoLog implements Dialect {

  private static final int MAX_NOTE = 300;
  private static final int MAX_OFFERS = 1_000;

  private static final Needles OF_ADDRESSES =
      Needles.of(List.of("INTERNAL_ADDRESS_FAILURE", "leas", "free address"));

  private final CaseNotes notes;
  private final PlutoTalks talks = new PlutoTalks();
  private Line line;
  private PlutoTalk talk;
  private PlutoFrame frame;

  PlutoLog(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.PLUTO;
  }

  @Override
  public boolean read(Line read) {
    var found = PlutoFrame.of(read.text());
    if (found.isEmpty()) {
      stopped(read.text());
      return false;
    }
    line = read;
    frame = found.get();
    stopped(message());
    if (PlutoFile.isNamedIn(message())) {
      complained();
      return true;
    }
    if (!message().isEmpty()) {
      talk = talks.of(frame);
      follow();
      tell();
    }
    return true;
  }

  private void stopped(String text) {
    if (!talks.isEmpty() && text.contains("luto is shutting down")) {
      talks.stop();
    }
  }

  /** A line of a file that pluto does not understand. */
  private void complained() {
    if (!PlutoFile.isHarmless(message())) {
      talk = talks.of(frame);
      fail(Signal.CONFIGURATION_REFUSED, Side.HERE);
    }
  }

  private String message() {
    return frame.message();
  }

  /** Learns from the line where the negotiation is. */
  private void follow() {
    var message = message();
    if (PlutoMoves.begins(message)) {
      talk.begin();
    }
    var step = PlutoSteps.in(message);
    if (step != ExchangeKind.UNKNOWN) {
      talk.step = step;
    } else if (talk.step == ExchangeKind.UNKNOWN && frame.connection().isEmpty()) {
      talk.step = firstStep(message);
    }
    if (frame.impaired()) {
      return;
    }
    talk.encrypted |= message.contains("MAIN_I3") || message.contains("sent Main Mode I3");
    talk.certificateSent |= message.startsWith("I am sending my cert");
    talk.rekeying |= talk.isUp() && PlutoMoves.rekeys(message);
    talk.closing |= PlutoMoves.closes(message);
    if (step == ExchangeKind.IKE_AUTH && message.contains("UDP/4500") && !talk.behindNat) {
      note(Signal.NAT_DETECTED, Side.HERE, Map.of());
      talk.behindNat = true;
    }
  }

  /** What belongs to no SA yet is about the first exchange; the words tell the version. */
  private static ExchangeKind firstStep(String message) {
    if (message.contains("informational payload")) {
      return ExchangeKind.MAIN_MODE;
    }
    return message.contains("unencrypted notification") || message.contains("v2N_")
        ? ExchangeKind.IKE_SA_INIT
        : ExchangeKind.UNKNOWN;
  }

  private void tell() {
    var phrase = PlutoPhrases.TABLE.find(message());
    if (phrase.isPresent()) {
      var said = phrase.get();
      if (!frame.impaired() || said.signal() == Signal.NO_ANSWER) {
        if (said.exchange() != ExchangeKind.UNKNOWN && !isLike(said.exchange())) {
          talk.step = said.exchange();
        }
        say(said.signal(), said.side());
      }
      return;
    }
    if (frame.impaired()) {
      return;
    }
    var notify = PlutoNotify.in(message(), talk.step);
    if (notify.isPresent()) {
      refuse(notify.get());
      return;
    }
    move();
  }

  /** Aggressive Mode and Main Mode share their sentences. */
  private boolean isLike(ExchangeKind exchange) {
    return exchange == ExchangeKind.MAIN_MODE
        ? talk.step.negotiatesIke()
        : exchange == ExchangeKind.IKE_AUTH && talk.step == ExchangeKind.MAIN_MODE;
  }

  private void say(Signal signal, Side side) {
    switch (signal) {
      case CHILD_ESTABLISHED, IKE_ESTABLISHED -> established(signal);
      case NO_ANSWER -> silence();
      case PEER_DEAD -> dead();
      case DELETED_BY_PEER -> deleted();
      case OFFER_PEER -> offered();
      case OFFER_HERE -> offer(Signal.OFFER_HERE, Side.HERE, PlutoOffer.ofProposals(message()));
      case SELECTORS_PEER ->
          note(
              Signal.SELECTORS_PEER,
              Side.PEER,
              Map.of("selectors", message().substring(message().indexOf(": ") + 2)));
      case NAT_DETECTED -> {
        talk.behindNat = true;
        note(signal, side, Map.of());
      }
      case KEY_MISSING, SETTING_REFUSED -> {
        talk.explained = true;
        fail(signal, side);
      }
      case NO_PROPOSAL -> nothingInCommon(side);
      case NO_CONNECTION -> unknown(side);
      case RETRANSMITTED -> note(signal, side, answered());
      case OTHER_FAILURE -> {
        if (side == Side.HERE || !talk.failed && talk.child == 0) {
          fail(signal, side);
        }
      }
      default -> fail(signal, side);
    }
  }

  private void established(Signal signal) {
    var known = frame.serial() == talk.child || frame.serial() == talk.ike;
    if (known && PlutoSteps.isListed(message())) {
      return; // it says nothing of what went wrong since
    }
    if (signal == Signal.CHILD_ESTABLISHED) {
      talk.child = frame.serial();
    } else {
      talk.ike = frame.serial();
    }
    talk.rekeying = false;
    talk.begin();
    note(signal, Side.HERE, Map.of());
  }

  /** Nobody answers: which message that was tells what it means. */
  private void silence() {
    if (message().contains(" in delete ")) {
      return; // who hangs up waits for no answer
    }
    var negotiating = !talk.isUp() && talk.step != ExchangeKind.UNKNOWN;
    if (message().contains("network error report") && !negotiating) {
      return;
    }
    if (talk.isUp() && talk.rekeying) {
      talk.closing = true;
      note(Signal.REKEY_FAILED, Side.HERE, Map.of());
    } else if (talk.isUp() && PlutoSteps.namesUp(message())) {
      dead();
    } else if (talk.encrypted && talk.certificateSent && !talk.behindNat && !talk.failed) {
      note(Signal.FRAGMENTS_LOST, Side.UNKNOWN, Map.of());
    } else {
      note(Signal.NO_ANSWER, Side.HERE, answered());
    }
  }

  /** A log may begin late: the state shows that the peer was heard before. */
  private Map<String, String> answered() {
    var message = message();
    if (PlutoSteps.namesAsked(message)) {
      return Map.of("asked", "yes");
    }
    return PlutoSteps.namesAnswered(message) ? Map.of("answered", "yes") : Map.of();
  }

  private void dead() {
    talk.closing = true;
    note(talk.rekeying ? Signal.REKEY_FAILED : Signal.PEER_DEAD, Side.HERE, Map.of());
  }

  /** Only the newest SA counts: a rekeying leaves an older one to be deleted. */
  private void deleted() {
    var message = message();
    var named = PlutoFrame.serialBehind(message, "State #", "CHILD SA #");
    var serial = named == 0 ? frame.serial() : named;
    if (message.contains("traffic information")) {
      ended(serial);
      return;
    }
    var heard = named != 0 || PlutoSteps.namesUp(message) && !talk.closing;
    if (!heard) {
      return;
    }
    var closed =
        serial == talk.child || serial == talk.ike && (talk.child == 0 || takesChildren(message));
    if (closed) {
      note(Signal.DELETED_BY_PEER, Side.PEER, Map.of());
      talk.child = 0;
    }
    talk.ike = serial == talk.ike ? 0 : talk.ike;
  }

  /** What an IPsec SA carried is told when it ends; since version 5 nothing else may be. */
  private void ended(long serial) {
    if (serial == talk.child && !talk.closing) {
      note(Signal.DELETED_BY_PEER, Side.UNKNOWN, Map.of());
      talk.child = 0;
    }
  }

  /** With an IKE SA of version 2 its IPsec SAs go; those of an ISAKMP SA stay. */
  private static boolean takesChildren(String message) {
    return message.contains("IKE SA") || message.contains("IKE_SA") || message.contains("PARENT_");
  }

  /** {@code Oakley Transform [AES_CBC (128), HMAC_SHA1, MODP1024] refused}. */
  private void offered() {
    var one = PlutoOffer.ofTransform(message());
    if (!one.isEmpty() && talk.refusedOffers.length() < MAX_OFFERS) {
      talk.refusedOffers = talk.refusedOffers.isEmpty() ? one : talk.refusedOffers + ", " + one;
      offer(Signal.OFFER_PEER, Side.PEER, talk.refusedOffers);
    }
  }

  private void nothingInCommon(Side side) {
    if (talk.explained && talk.step.negotiatesIke()) {
      return;
    }
    var offers = PlutoOffer.ofProposals(message());
    if (!offers.isEmpty()) {
      offer(Signal.OFFER_PEER, Side.PEER, offers);
    }
    fail(Signal.NO_PROPOSAL, side);
  }

  /** A connection for the other version of IKE does not count for pluto. */
  private void unknown(Side side) {
    var isVersion2 = talk.step == ExchangeKind.IKE_SA_INIT;
    var negotiating = isVersion2 || talk.step.negotiatesIke();
    if (negotiating && talks.onlyLoadedInOtherVersion(isVersion2)) {
      fail(Signal.VERSION_REFUSED, Side.UNKNOWN);
    } else {
      fail(Signal.NO_CONNECTION, side);
    }
  }

  private void offer(Signal signal, Side side, String offers) {
    if (!offers.isEmpty()) {
      note(signal, side, Map.of("offer", offers, "for", talk.step.negotiatesIke() ? "IKE" : "ESP"));
    }
  }

  private void refuse(PlutoNotify notify) {
    var side = notify.here() ? Side.HERE : Side.PEER;
    if (side == Side.HERE && talk.explained) {
      return;
    }
    // The key of the first encrypted message of Main Mode is made of the pre-shared key.
    var garbage =
        notify.signal() == Signal.MALFORMED
            && side == Side.PEER
            && talk.step == ExchangeKind.MAIN_MODE
            && talk.encrypted
            && !talk.certificateSent;
    fail(garbage ? Signal.KEY_DIFFERS : notify.signal(), side);
  }

  /** A refusal of new keys for a tunnel that is up is a rekeying that fails. */
  private void fail(Signal signal, Side side) {
    if (message().contains("policy is set to soft fail")) {
      return;
    }
    var rekeying = talk.isUp() && talk.rekeying && isOfNegotiation(signal);
    var said = message().length() <= MAX_NOTE ? message() : message().substring(0, MAX_NOTE);
    talk.failed |= signal.isFailure();
    note(rekeying ? Signal.REKEY_FAILED : signal, side, facts(signal, side, said));
  }

  private Map<String, String> facts(Signal signal, Side side, String said) {
    return switch (signal) {
      case IDENTITY_REFUSED -> identities(said);
      case CERTIFICATE_REFUSED -> Map.of("note", said, "field", fieldOfProof(said));
      case OUT_OF_RESOURCES -> Map.of("note", said, "field", fieldOfResource(said, side));
      case SETTING_REFUSED -> Map.of("note", said, "field", fieldOfSetting(said));
      default -> Map.of("note", said);
    };
  }

  /** Who sends no certificate is known by a key that stands in the settings. */
  private String fieldOfProof(String said) {
    if (said.contains("SEC_ERROR_EXPIRED")) {
      return "validity";
    }
    var ofKey = said.contains("public key known for") || said.contains(" tried preloaded");
    return ofKey && !talk.certificateSent ? "raw_key" : "";
  }

  private static String fieldOfResource(String said, Side side) {
    if (!OF_ADDRESSES.anyIn(said)) {
      return "";
    }
    return side == Side.PEER ? "peer_address_pool" : "address_pool";
  }

  private static String fieldOfSetting(String said) {
    return said.startsWith("cannot ") && said.contains(" in use ") ? "own_networks" : "";
  }

  /** {@code we require peer to have ID 'expected', but peer declares 'received'}. */
  private static Map<String, String> identities(String said) {
    var quoted = said.split("'", 6);
    if (quoted.length < 4) {
      return Map.of("note", said);
    }
    var expectedFirst = said.contains("peer declares");
    return Map.of(
        "note", said,
        "ours", quoted[expectedFirst ? 1 : 3],
        "theirs", quoted[expectedFirst ? 3 : 1]);
  }

  private static boolean isOfNegotiation(Signal signal) {
    return switch (signal) {
      case NO_PROPOSAL, GROUP_REFUSED, SELECTORS_REFUSED -> true;
      default -> false;
    };
  }

  /** What only shows how far the negotiation got. */
  private void move() {
    var message = message();
    if (PlutoMoves.answers(message)) {
      var before = message.contains("PARENT_I2") ? ExchangeKind.IKE_SA_INIT : talk.step;
      notes.line(line, talks.peerOf(talk, frame), Said.of(Signal.RECEIVED, Side.PEER, before));
    }
    if (PlutoMoves.asks(message)) {
      selectors(message);
      ask(message.startsWith("initiating "));
    }
  }

  private void ask(boolean begins) {
    if (begins || talk.begun != talk.step) {
      note(Signal.SENT, Side.HERE, Map.of());
    }
    talk.begun = begins ? talk.step : ExchangeKind.UNKNOWN;
  }

  /** {@code Child SA #2 {ESP <0x…} [10.1.0.0/16===10.2.0.0/24]}. */
  private void selectors(String message) {
    var middle = message.indexOf("===");
    var open = middle < 0 ? -1 : message.lastIndexOf('[', middle);
    var close = middle < 0 ? -1 : message.indexOf(']', middle);
    if (open >= 0 && close >= 0 && close - open < MAX_NOTE) {
      note(
          Signal.SELECTORS_HERE,
          Side.HERE,
          Map.of("selectors", message.substring(open + 1, close)));
    }
  }

  private void note(Signal signal, Side side, Map<String, String> facts) {
    var peer = talks.peerOf(talk, frame);
    var said = new Said(signal, side, talk.step, known(peer, facts)).about(connection());
    notes.line(line, peer, said);
  }

  /** A connection whose peer's address is not known stands for the peer. */
  private Map<String, String> known(String peer, Map<String, String> facts) {
    if (!peer.equals(talk.name) || peer.isEmpty()) {
      return facts;
    }
    var more = new HashMap<>(facts);
    more.put("connection", peer);
    return more;
  }

  /**
   * Of several connections with one peer each has its own successes and failures. Who is still
   * being authenticated may turn out to belong to another one than was thought first.
   */
  private String connection() {
    var settled = frame.address().isEmpty() || talk.isUp();
    return settled ? talks.nameOf(talk, frame) : "";
  }
}
