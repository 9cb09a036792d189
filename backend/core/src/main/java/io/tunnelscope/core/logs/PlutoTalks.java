package io.tunnelscope.core.logs;

import java.util.List;

/** The connections a log speaks of, and who is at their other end. */
final class PlutoTalks {

  /** What a message about the peer's address holds. */
  private static final Needles ABOUT_PEER =
      Needles.of(
          List.of(
              "initiating", "sent ", "process", "respond", "sending", "connecting", "remote IP"));

  private static final List<String> BEFORE_ADDRESS =
      List.of(" to ", " from ", "new gateway ", "for message to ");

  private final Recent<String, PlutoTalk> talks = new Recent<>();
  private final Recent<Long, PlutoTalk> bySerial = new Recent<>();
  private final Recent<String, PlutoTalk> byPeer = new Recent<>();

  /** Whether a loaded connection speaks IKEv2. */
  private final Recent<String, Boolean> loaded = new Recent<>();

  /** Who sent the last message that belonged to no connection yet. */
  private String lastSender = "";

  /** The connection the line is about. */
  PlutoTalk of(PlutoFrame frame) {
    if (frame.connection().isEmpty()) {
      return ofAddress(frame);
    }
    var name = baseName(frame.connection());
    var key = frame.address().isEmpty() ? name : name + ' ' + frame.address();
    var talk = talks.get(key);
    if (talk == null) {
      talk = switched(frame);
      talks.put(key, talk);
      talk.name = talk.name.isEmpty() ? name : talk.name;
    }
    if (frame.serial() != 0) {
      bySerial.put(frame.serial(), talk);
    }
    learnPeer(talk, frame);
    noteLoaded(name, frame.message());
    return talk;
  }

  /** Without an address the name of the connection keeps its story apart from the others'. */
  String peerOf(PlutoTalk talk, PlutoFrame frame) {
    if (talk.peer.isEmpty()) {
      talk.peer = baseName(frame.connection());
    }
    return talk.peer;
  }

  /**
   * The connection the line is about; one that a peer was found to belong to goes by the name it
   * was taken for first.
   */
  String nameOf(PlutoTalk talk, PlutoFrame frame) {
    if (frame.connection().isEmpty()) {
      return "";
    }
    var part = frame.connection().substring(baseName(frame.connection()).length());
    return talk.step.negotiatesIke() ? talk.name : talk.name + part;
  }

  /** A daemon that ends deletes its SAs itself. */
  void stop() {
    talks.values().forEach(talk -> talk.closing = true);
  }

  boolean isEmpty() {
    return talks.isEmpty();
  }

  /** Whether the only connection there is speaks the other version of IKE. */
  boolean onlyLoadedInOtherVersion(boolean isVersion2) {
    return loaded.size() == 1 && !loaded.containsValue(isVersion2);
  }

  private void noteLoaded(String name, String message) {
    if (message.startsWith("added ")) {
      if (message.contains("IKEv2 connection")) {
        loaded.put(name, true);
      } else if (message.contains("IKEv1 connection")) {
        loaded.put(name, false);
      }
    }
  }

  /** A responder may go on with another connection once it knows who the peer is. */
  private PlutoTalk switched(PlutoFrame frame) {
    var before = bySerial.get(frame.serial());
    return before != null && !before.peer.isEmpty() && before.peer.equals(frame.address())
        ? before
        : new PlutoTalk();
  }

  private PlutoTalk ofAddress(PlutoFrame frame) {
    var address =
        frame.address().isEmpty()
            ? PlutoAddress.behind(frame.message(), BEFORE_ADDRESS)
            : frame.address();
    if (!frame.address().isEmpty()) {
      lastSender = address;
    }
    var known = byPeer.get(address);
    if (known != null) {
      return known;
    }
    return talks.size() == 1 && hasNoAddress() ? lone() : stranger(address);
  }

  /** Main Mode does not say whom it talks to; with one connection it can be nobody else. */
  private boolean hasNoAddress() {
    return lone().peer.isEmpty() || talks.containsKey(lone().peer);
  }

  private PlutoTalk lone() {
    return talks.values().iterator().next();
  }

  private PlutoTalk stranger(String address) {
    var talk = talks.computeIfAbsent(' ' + address, _ -> new PlutoTalk());
    talk.peer = address;
    return talk;
  }

  private void learnPeer(PlutoTalk talk, PlutoFrame frame) {
    var address = frame.address().isEmpty() ? addressIn(talk, frame) : frame.address();
    if (!address.isEmpty() && !address.equals(talk.peer)) {
      talk.peer = address;
      byPeer.put(address, talk);
    }
  }

  private String addressIn(PlutoTalk talk, PlutoFrame frame) {
    var message = frame.message();
    if (message.contains("redirect")) {
      talk.redirectedTo = PlutoAddress.behind(message, BEFORE_ADDRESS);
      return "";
    }
    if (!talk.redirectedTo.isEmpty() && PlutoMoves.begins(message)) {
      return talk.redirectedTo;
    }
    if (!talk.peer.isEmpty() && talk.peer.equals(baseName(frame.connection()))) {
      return "";
    }
    var address = ABOUT_PEER.anyIn(message) ? PlutoAddress.behind(message, BEFORE_ADDRESS) : "";
    if (!address.isEmpty() || !talk.peer.isEmpty()) {
      return address;
    }
    if (message.startsWith("responding to ")) {
      return lastSender;
    }
    var parent =
        bySerial.get(PlutoFrame.serialBehind(message, "using #", "using IKE SA #", "isakmp#"));
    return parent == null || parent == talk ? "" : parent.peer;
  }

  /** The parts of a connection with several networks share its peer. */
  private static String baseName(String connection) {
    var slash = connection.lastIndexOf('/');
    return slash > 0 && connection.indexOf('x', slash) > 0
        ? connection.substring(0, slash)
        : connection;
  }
}
