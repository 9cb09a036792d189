package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.logs.PhraseTable.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What charon complains of while it starts. It may do without what it lacks, or be started again,
 * so that this counts only where the log ends before any peer is spoken to. Bounded.
 */
final class CharonStart {

  /** As many as a start can have reasons, with their echoes. */
  private static final int MAX_COMPLAINTS = 8;

  /** How the sentences begin that tell of the kernel. */
  private static final Set<String> KERNEL =
      Set.of(
          "unable to create netlink socket",
          "installing IKE bypass policy failed",
          "enabling UDP decapsulation for IPv4 on port ");

  /** How those begin that tell of a port that cannot be had. */
  private static final Set<String> PORT =
      Set.of(
          "unable to bind socket: ",
          "could not open IPv4 ",
          "could not create any sockets",
          "opening socket '");

  /** How those begin that tell of the end and not of its reason. */
  private static final Set<String> END =
      Set.of(
          "initialization failed - aborting ",
          "failed to load ",
          "charon has quit: ",
          "charon too quickly ",
          "charon has died ",
          "charon refused to be started",
          "failed to connect to stroke socket ");

  /**
   * @param isReason whether it says why, not only that there is an end
   */
  private record Complaint(Line line, Said said, boolean isReason) {}

  private final CaseNotes notes;
  private final List<Complaint> complaints = new ArrayList<>();

  CharonStart(CaseNotes notes) {
    this.notes = notes;
  }

  /** Whether a sentence of the catalogue is of the start. */
  static boolean speaks(Phrase phrase) {
    var opening = phrase.words().getFirst();
    return KERNEL.contains(opening) || PORT.contains(opening) || END.contains(opening);
  }

  void says(Line line, Phrase phrase) {
    if (complaints.size() < MAX_COMPLAINTS) {
      var opening = phrase.words().getFirst();
      var manner = PORT.contains(opening) ? "port" : "start";
      var said =
          new Said(phrase.signal(), Side.HERE, ExchangeKind.UNKNOWN, Map.of("manner", manner));
      complaints.add(new Complaint(line.kept(), said, !END.contains(opening)));
    }
  }

  /** The daemon is started anew, or speaks to a peer: what it said before does not matter. */
  void goesOn() {
    if (!complaints.isEmpty()) {
      complaints.clear();
    }
  }

  /** The log has ended. Where a reason is known, that it all came to an end is none. */
  void ends() {
    var known = complaints.stream().anyMatch(Complaint::isReason);
    complaints.stream()
        .filter(complaint -> complaint.isReason() || !known)
        .forEach(complaint -> notes.line(complaint.line(), "", complaint.said()));
    complaints.clear();
  }
}
