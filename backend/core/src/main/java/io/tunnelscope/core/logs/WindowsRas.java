package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;

import java.util.Optional;

/** Events of the Windows VPN client, which name the reason by its number. */
final class WindowsRas {

  private WindowsRas() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.WINDOWS_RAS, WindowsRas::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    return line.contains("returned on failure is ") || line.contains("RasClient")
        ? Optional.of(new Sentence("", line.strip() + " ", false))
        : Optional.empty();
  }

  static final Vocabulary WORDS =
      Vocabulary.of()
          .clue("failure is ", "(?<note>error code returned on failure is \\d{1,5})\\b")
          .here(NO_ANSWER, IKE_SA_INIT, "on failure is 809")
          .here(NO_ANSWER, IKE_SA_INIT, "on failure is 800")
          .here(NO_ANSWER, IKE_SA_INIT, "on failure is 868")
          .here(USER_REFUSED, IKE_AUTH, "on failure is 691")
          .here(CERTIFICATE_REFUSED, IKE_AUTH, "on failure is 13806")
          .here(CERTIFICATE_REFUSED, IKE_AUTH, "on failure is 13819")
          .here(CERTIFICATE_REFUSED, IKE_AUTH, "on failure is 798")
          .perhaps(NO_PROPOSAL, IKE_SA_INIT, "on failure is 13868")
          .perhaps(AUTHENTICATION_REFUSED, IKE_AUTH, "on failure is 13801")
          .perhaps(OTHER_FAILURE, "on failure is 789")
          .perhaps(OTHER_FAILURE, "on failure is ")
          .here(CHILD_ESTABLISHED, IKE_AUTH, "has successfully established a connection")
          .made();
}
