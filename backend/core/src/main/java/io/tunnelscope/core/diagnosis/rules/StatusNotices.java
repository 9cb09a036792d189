package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.diagnosis.NoticeRule;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is worth knowing beside the faults. */
final class StatusNotices {

  /** Azure's default is 27,000 seconds; a quarter of an hour is no time. */
  private static final int SHORT_LIFETIME_SECONDS = 900;

  /** Enough to renew a certificate without haste. */
  private static final Duration SOON = Duration.ofDays(30);

  private StatusNotices() {}

  /** What the platform's troubleshooter says of a tunnel against the state it gives elsewhere. */
  static final NoticeRule STATUS_DISAGREES =
      evidence -> {
        var ofPlatform = verdictDisagrees(evidence);
        return ofPlatform.isEmpty() ? logDisagrees(evidence) : ofPlatform;
      };

  private static List<Notice> verdictDisagrees(EvidenceSet evidence) {
    var up = inState(evidence, SaState.CONNECTED);
    var down = inState(evidence, SaState.NOT_CONNECTED);
    var verdicts = evidence.verdicts();
    if (!up.isEmpty()) {
      return verdicts.stream()
          .filter(StatusNotices::meansDown)
          .map(verdict -> disagreement(verdict, "Connected", up))
          .limit(1)
          .toList();
    }
    var well = verdicts.stream().allMatch(verdict -> isOf(verdict, Fault.NO_FAULT));
    return verdicts.stream()
        .filter(_ -> well && !down.isEmpty())
        .map(verdict -> disagreement(verdict, "NotConnected", down))
        .limit(1)
        .toList();
  }

  private static List<EvidenceRef> inState(EvidenceSet evidence, SaState state) {
    return evidence.tunnels().stream()
        .filter(tunnel -> tunnel.state() == state)
        .flatMap(tunnel -> tunnel.refs().stream().limit(1))
        .toList();
  }

  private static Notice disagreement(Verdict verdict, String state, List<EvidenceRef> status) {
    var proof = Stream.concat(verdict.refs().stream().limit(1), status.stream()).toList();
    return Notice.of(
        NoticeKind.STATUS_DISAGREES,
        Map.of(
            Fact.STATE.key(),
            state,
            Fact.VERDICT.key(),
            Fault.parse(verdict.fault()).map(Fault::wireId).orElse("UnHealthy")),
        proof);
  }

  private static boolean isOf(Verdict verdict, Fault fault) {
    return Fault.parse(verdict.fault()).equals(Optional.of(fault));
  }

  /** Not what may pass while traffic flows: load, maintenance, a trace that cannot be read. */
  private static boolean meansDown(Verdict verdict) {
    return switch (Fault.parse(verdict.fault()).orElse(Fault.UNDETERMINED)) {
      case NO_FAULT,
          PLANNED_MAINTENANCE,
          USER_DRIVEN_UPDATE,
          PLATFORM_INACTIVE,
          GATEWAY_CPU_USAGE_EXCEEDED,
          WFP_PARSE_ERROR ->
          false;
      case GATEWAY_NOT_FOUND,
          VIP_UNRESPONSIVE,
          SERVICE_NOT_RUNNING,
          NO_CONNECTIONS_FOUND_FOR_GATEWAY,
          CONNECTIONS_NOT_CONNECTED,
          CONNECTION_ENTITY_NOT_FOUND,
          CONNECTION_IS_MARKED_DISCONNECTED,
          CONNECTION_NOT_CONFIGURED_ON_GATEWAY,
          CONNECTION_MARKED_STANDBY,
          AUTHENTICATION,
          PEER_REACHABILITY,
          IKE_POLICY_MISMATCH,
          UNDETERMINED ->
          true;
    };
  }

  /**
   * The counters call the tunnel connected while the log holds failures that no success follows.
   */
  private static List<Notice> logDisagrees(EvidenceSet evidence) {
    var connected = inState(evidence, SaState.CONNECTED);
    var failed = Trouble.anyBesides(evidence, "");
    if (connected.isEmpty() || !failed || isSeenUp(evidence)) {
      return List.of();
    }
    return List.of(
        Notice.of(
            NoticeKind.STATUS_DISAGREES,
            Map.of(Fact.STATE.key(), "Connected", Fact.FILE.key(), connected.getFirst().file()),
            connected));
  }

  /** A gateway that was asked for its SAs is no second source. */
  private static boolean isSeenUp(EvidenceSet evidence) {
    return evidence.childSas().stream().anyMatch(child -> child.state() == SaState.CONNECTED);
  }

  /** Of both, what the gateway says of its address now is surer than its log. */
  static final NoticeRule NAT =
      evidence ->
          evidence.config("natInPath").findAny().isPresent()
              ? translated(evidence)
              : inTheLog(evidence);

  private static List<Notice> translated(EvidenceSet evidence) {
    return evidence
        .config("natInPath")
        .filter(part -> part.value().equals("true"))
        .map(
            part ->
                new Notice(
                        NoticeKind.NAT_IN_PATH,
                        Severity.OK,
                        Certainty.CERTAIN,
                        Map.of(),
                        part.refs())
                    .with(Fact.CONNECTION, part.connection()))
        .limit(1)
        .toList();
  }

  private static List<Notice> inTheLog(EvidenceSet evidence) {
    return withSignal(evidence, Signal.NAT_DETECTED)
        .map(
            exchange ->
                new Notice(
                    NoticeKind.NAT_IN_PATH,
                    Severity.OK,
                    Certainty.CERTAIN,
                    Map.of(Fact.PEER.key(), exchange.peer()),
                    exchange.first(Signal.NAT_DETECTED).stream().map(line -> line.ref()).toList()))
        .limit(1)
        .toList();
  }

  /** Messages had to be sent again and were answered in the end. */
  static final NoticeRule PACKET_LOSS =
      evidence ->
          evidence.histories().stream()
              .filter(history -> history.repeats() > 0)
              .map(
                  history ->
                      ofPeer(
                          NoticeKind.PACKET_LOSS,
                          history.peer(),
                          Integer.toString(history.repeats()),
                          repetition(history)))
              .limit(1)
              .toList();

  private static List<EvidenceRef> repetition(TunnelHistory history) {
    return history.refs().isEmpty() ? List.of() : List.of(history.refs().getLast());
  }

  /** Large messages were lost, yet nothing is wrong any more. */
  static final NoticeRule PATH_MTU =
      evidence ->
          evidence.histories().stream()
              .filter(history -> history.lostFragments() > 0)
              .filter(_ -> Trouble.of(evidence, Signal.FRAGMENTS_LOST).isEmpty())
              .map(
                  history ->
                      ofPeer(
                          NoticeKind.PATH_MTU,
                          history.peer(),
                          Integer.toString(history.lostFragments()),
                          history.refs()))
              .limit(1)
              .toList();

  /** While keys are renewed there are two for a moment; three are there to stay. */
  static final NoticeRule DUPLICATES =
      evidence ->
          evidence.childSas().stream()
              .filter(child -> child.state() == SaState.CONNECTED)
              .collect(
                  Collectors.groupingBy(
                      child -> List.of(child.connection(), child.local(), child.remote()),
                      LinkedHashMap::new,
                      Collectors.toList()))
              .values()
              .stream()
              .filter(same -> same.size() >= 3)
              .map(
                  same ->
                      Notice.of(
                          NoticeKind.DUPLICATE_SAS,
                          Map.of(
                              Fact.CONNECTION.key(),
                              same.getFirst().connection(),
                              Fact.TIMES.key(),
                              Integer.toString(same.size())),
                          List.of()))
              .limit(1)
              .toList();

  static final NoticeRule SHORT_LIFETIME =
      evidence ->
          evidence
              .config("saLifeTimeSeconds")
              .filter(part -> isShort(part.value()))
              .map(
                  part ->
                      Notice.of(
                          NoticeKind.SHORT_LIFETIME,
                          Map.of(
                              Fact.CONNECTION.key(),
                              part.connection(),
                              Fact.OURS.key(),
                              part.value()),
                          part.refs()))
              .limit(1)
              .toList();

  private static boolean isShort(String seconds) {
    return seconds.matches("[0-9]{1,8}") && Integer.parseInt(seconds) < SHORT_LIFETIME_SECONDS;
  }

  private static Notice ofPeer(
      NoticeKind kind, String peer, String times, List<EvidenceRef> proof) {
    var facts = new HashMap<String, String>();
    facts.put(Fact.TIMES.key(), times);
    if (!peer.isBlank()) {
      facts.put(Fact.PEER.key(), peer);
    }
    return Notice.of(kind, facts, proof);
  }

  /** A certificate that is not valid yet mostly is; the clock of this side is behind. */
  static final NoticeRule CLOCK_SKEW =
      evidence ->
          certificates(evidence)
              .filter(
                  line ->
                      Named.validFrom(line)
                          .filter(from -> from.isAfter(now(evidence, line)))
                          .isPresent())
              .map(line -> ofCertificate(NoticeKind.CLOCK_SKEW, line))
              .limit(1)
              .toList();

  static final NoticeRule CERTIFICATE_EXPIRES =
      evidence -> Stream.concat(installed(evidence), shown(evidence)).limit(1).toList();

  /** What the gateway has and shows to its peers. */
  private static Stream<Notice> installed(EvidenceSet evidence) {
    return evidence
        .config("certificateValidUntil")
        .filter(
            part ->
                instant(part.value())
                    .filter(until -> endsSoon(until, evidence.observedAt()))
                    .isPresent())
        .map(
            part ->
                Notice.of(
                        NoticeKind.CERT_EXPIRES_SOON,
                        Map.of(Fact.SINCE.key(), part.value()),
                        part.refs())
                    .with(Fact.CONNECTION, part.connection()));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static boolean endsSoon(Instant until, Instant now) {
    return until.isAfter(now) && until.isBefore(now.plus(SOON));
  }

  private static Stream<Notice> shown(EvidenceSet evidence) {
    return certificates(evidence)
        .filter(
            line ->
                Named.validUntil(line)
                    .filter(until -> until.isAfter(now(evidence, line)))
                    .filter(until -> until.isBefore(now(evidence, line).plus(SOON)))
                    .isPresent())
        .map(line -> ofCertificate(NoticeKind.CERT_EXPIRES_SOON, line));
  }

  private static Notice ofCertificate(NoticeKind kind, LogLine line) {
    var facts = new HashMap<String, String>();
    Named.validFrom(line).ifPresent(from -> facts.put(Fact.VALID_FROM.key(), from.toString()));
    Named.validUntil(line).ifPresent(until -> facts.put(Fact.SINCE.key(), until.toString()));
    return Notice.of(kind, facts, line.refs());
  }

  private static Stream<LogLine> certificates(EvidenceSet evidence) {
    return evidence.ikeExchanges().stream()
        .flatMap(exchange -> exchange.lines().stream())
        .filter(
            line ->
                line.signal() == Signal.CERTIFICATE_REFUSED
                    || line.fact(Fact.VALID_UNTIL.key()).isPresent());
  }

  private static Instant now(EvidenceSet evidence, LogLine line) {
    return line.at().orElse(evidence.observedAt());
  }

  private static Stream<IkeExchange> withSignal(EvidenceSet evidence, Signal signal) {
    return evidence.ikeExchanges().stream().filter(exchange -> exchange.has(signal));
  }
}
