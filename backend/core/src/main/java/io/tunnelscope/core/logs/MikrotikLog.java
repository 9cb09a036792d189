package io.tunnelscope.core.logs;

import static io.tunnelscope.core.evidence.ExchangeKind.*;
import static io.tunnelscope.core.evidence.Signal.*;
import static io.tunnelscope.core.logs.Vocabulary.ADDRESS;

import java.util.Optional;
import java.util.regex.Pattern;

/** RouterOS: racoon's sentences for IKEv1, its own for IKEv2, behind topics such as ipsec,error. */
final class MikrotikLog {

  private static final Pattern TOPICS =
      Pattern.compile(
          "(?:^|[\\s=])ipsec(?:, ?!?(?:error|info|debug|warning|critical|packet|ike1|ike2|l2tp|account)){1,5}:? (?:message=\"?)?(.*)$");

  /** A topic alone proves nothing; it stands right behind the time. */
  private static final Pattern BARE =
      Pattern.compile("(?:^|\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})? |topics=)ipsec (.*)$");

  private MikrotikLog() {}

  static Dialect of(CaseNotes notes) {
    return new SentenceLog(LogKind.MIKROTIK, MikrotikLog::cut, WORDS, notes);
  }

  private static Optional<Sentence> cut(String line) {
    if (!line.contains("ipsec")) {
      return Optional.empty();
    }
    var topics = TOPICS.matcher(line);
    if (topics.find()) {
      return Optional.of(new Sentence("", topics.group(1).strip(), true));
    }
    var bare = BARE.matcher(line);
    return bare.find()
        ? Optional.of(new Sentence("", bare.group(1).strip(), false))
        : Optional.empty();
  }

  static final Vocabulary WORDS =
      RacoonLog.words()
          .clue(".", "^(?<peer>\\d{1,3}(?:\\.\\d{1,3}){3}) (?!\\[|->|-)\\p{L}")
          .clue(
              " bytes from ",
              " bytes from (?<peer>" + ADDRESS + ")\\[\\d{1,5}] to (?<local>" + ADDRESS + ")\\[")
          .clue("exchange: ", "exchange: [A-Z_]{2,20}:\\w{1,10} (?<peer>" + ADDRESS + ")\\[")
          .clue("peer config for ", "peer config for (?<peer>" + ADDRESS + ")$")
          .clue("for selector: ", "for selector: (?<to>\\S{3,60}) <=> (?<from>\\S{3,60})")
          // of IPsec SAs RouterOS speaks only when asked to debug, or when there is none
          .clue("established", "(?<untold>ISAKMP-SA) established")
          .clue("authorized", "(?<untold>peer) authorized")
          .step(IKE_SA_INIT, "exchange: SA_INIT", "new ike2 SA")
          .clue("ike2 SA", "killing ike2 SA:.{0,160}\\bspi[:=](?<sa>[0-9a-f]{16}:[0-9a-f]{16})")
          .clue("ike2 SA", "new ike2 SA.{0,160}\\bspi[:=](?<newsa>[0-9a-f]{16}:[0-9a-f]{16})")
          .clue("authorized", "peer authorized:.{0,160}\\bspi[:=](?<sa>[0-9a-f]{16}:[0-9a-f]{16})")
          .step(IKE_AUTH, "exchange: AUTH", "create child: ")
          .step(INFORMATIONAL, "exchange: INFORMATIONAL")
          .step(CREATE_CHILD_SA, "exchange: CREATE_CHILD_SA")
          .notifies("got fatal error: ", "got error: ", "got notify error: ")
          .here(IKE_ESTABLISHED, IKE_AUTH, "peer authorized")
          .here(KEY_DIFFERS, "digest mismatch")
          .here(IDENTITY_REFUSED, "identity not found")
          .here(CERTIFICATE_REFUSED, "can't verify peer's certificate")
          .here(CERTIFICATE_REFUSED, "unable to get ", "certificate")
          .here(CERTIFICATE_REFUSED, "got unknown certificate")
          .here(CERTIFICATE_REFUSED, "certificate", "verification failed")
          .here(CERTIFICATE_REFUSED, "at depth:", "cert:")
          .here(USER_REFUSED, "EAP", "failed")
          .here(USER_REFUSED, "RADIUS", "rejected")
          .here(NO_PROPOSAL, IKE_SA_INIT, "can't agree on IKE proposal")
          .here(NO_PROPOSAL, IKE_AUTH, "can't agree on IPsec proposal")
          .here(NO_PROPOSAL, IKE_AUTH, "can't agree on ESP proposal")
          .here(NO_PROPOSAL, "no proposal chosen")
          .here(NO_PROPOSAL, "adding notify: NO_PROPOSAL_CHOSEN")
          .here(NO_PROPOSAL, "reply notify: NO_PROPOSAL_CHOSEN")
          .here(GROUP_REFUSED, "DH group mismatch")
          .here(SELECTORS_REFUSED, IKE_AUTH, "adding notify: TS_UNACCEPTABLE")
          .here(SELECTORS_REFUSED, IKE_AUTH, "reply notify: TS_UNACCEPTABLE")
          .here(SELECTORS_REFUSED, IKE_AUTH, "traffic selectors", "mismatch")
          .here(SELECTORS_REFUSED, QUICK_MODE, "policy not found")
          .here(SELECTORS_REFUSED, QUICK_MODE, "no template matches")
          .here(AUTHENTICATION_REFUSED, IKE_AUTH, "adding notify: AUTHENTICATION_FAILED")
          .here(AUTHENTICATION_REFUSED, IKE_AUTH, "reply notify: AUTHENTICATION_FAILED")
          .here(NO_CONNECTION, "peer config for ")
          .here(NO_CONNECTION, "can't find identity for peer")
          .perhaps(OTHER_FAILURE, INFORMATIONAL, "killing ike2 SA")
          .here(NO_ANSWER, "max retransmit failures reached")
          .here(OUT_OF_RESOURCES, "no free address")
          .here(RETRANSMITTED, "retransmit request, exchange")
          .here(RECEIVED, "-> ike2 re")
          .here(SENT, "<- ike2 re")
          .here(RECEIVED, "===== received ")
          .made();
}
