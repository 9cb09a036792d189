package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Notice;
import io.tunnelscope.core.diagnosis.NoticeKind;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.IkeExchange.Outcome;
import io.tunnelscope.core.evidence.LogLine;
import io.tunnelscope.core.evidence.Role;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedTest {

  @Test
  void shouldTellTheValidityOfACertificateAndSuspectTheClock() throws IOException {
    // When
    var diagnosis = Fixture.log("AuthenticationCertificate/charon-not-yet");

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.AUTH_CERT);
    assertThat(diagnosis.worst().fact(Fact.VALID_FROM)).contains("Dec 01 00:00:00 2026");
    assertThat(diagnosis.notices()).extracting(Notice::kind).contains(NoticeKind.CLOCK_SKEW);
    assertThat(ActionCatalog.explain(diagnosis.worst(), Language.EN).detail())
        .contains("Valid from Dec 01 00:00:00 2026 until Dec 01 00:00:00 2036.");
  }

  @Test
  void shouldNotSuspectTheClockWhenACertificateExpired() throws IOException {
    var diagnosis = Fixture.log("AuthenticationCertificate/charon-expired");
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.AUTH_CERT);
    assertThat(diagnosis.worst().fact(Fact.VALID_UNTIL)).contains("Oct 01 00:00:00 2026");
    assertThat(diagnosis.notices()).isEmpty();
  }

  @Test
  void shouldNotSuspectTheClockWithoutDates() throws IOException {
    var diagnosis = Fixture.log("Authentication/charon-certificate");
    assertThat(diagnosis.notices()).isEmpty();
    assertThat(diagnosis.worst().fact(Fact.SUBJECT)).contains("CN=branch");
    assertThat(diagnosis.worst().fact(Fact.VALID_FROM)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2026-12-01T00:00:00Z,true", "2027-06-01T00:00:00Z,false", "not a date,false"})
  void shouldWarnOfACertificateThatExpiresSoon(String until, boolean warned) {
    // Given
    var line =
        new LogLine(
            Signal.IKE_ESTABLISHED,
            Side.HERE,
            ExchangeKind.IKE_AUTH,
            "203.0.113.9",
            Optional.empty(),
            Map.of("valid_until", until),
            new EvidenceRef("a.log", 1, "established"));
    var exchange =
        new IkeExchange(
            ExchangeKind.IKE_AUTH,
            Role.INITIATOR,
            "203.0.113.9",
            "",
            Outcome.SUCCEEDED,
            0,
            List.of(line));

    // When
    var notices = Fixture.seen(Scope.LOGS, exchange).notices();

    // Then
    assertThat(notices.stream().anyMatch(n -> n.kind() == NoticeKind.CERT_EXPIRES_SOON))
        .isEqualTo(warned);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "IDir 'west.example.org' does not match to 'east.example.org'|east.example.org|west.example.org",
        "Peer ID_FQDN '@west' does not match expected '@east'|@east|@west",
        "constraint check failed: identity 'east.example.org' required |east.example.org|-",
        "we require IKEv2 peer to have ID '@east', but peer declares '@west'|@east|@west",
        "no matching peer config found|-|-"
      })
  void shouldTellTheIdentitiesThatDiffer(String text, String ours, String theirs) {
    var found =
        Named.identities(
            Finding.of(Cause.ID_MISMATCH, Certainty.CERTAIN), line(Signal.IDENTITY_REFUSED, text));
    assertThat(found.fact(Fact.OURS)).isEqualTo(Optional.ofNullable(ours));
    assertThat(found.fact(Fact.THEIRS)).isEqualTo(Optional.ofNullable(theirs));
  }

  @Test
  void shouldTellSubjectAndIssuerApart() {
    var found =
        Named.certificate(
            Finding.of(Cause.AUTH_CERT, Certainty.CERTAIN),
            line(
                Signal.CERTIFICATE_REFUSED,
                "certificate \"C=KR, CN=branch\" rejected, issuer: \"C=KR, CN=Example CA\""));
    assertThat(found.fact(Fact.SUBJECT)).contains("C=KR, CN=branch");
    assertThat(found.fact(Fact.ISSUER)).contains("C=KR, CN=Example CA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "traffic selectors 10.2.0.0/16 === 10.9.0.0/16 unacceptable|10.2.0.0/16 === 10.9.0.0/16",
        "no matching CHILD_SA config found for 10.2.0.0/16 === 10.9.0.0/16|10.2.0.0/16 === 10.9.0.0/16",
        "because no connection is known for 10.2.0.0/16===203.0.113.9|10.2.0.0/16===203.0.113.9",
        "received TS_UNACCEPTABLE notify, no CHILD_SA built|-"
      })
  void shouldTellTheNetworksThePeerAskedFor(String text, String theirs) {
    var found =
        Named.networks(
            Finding.of(Cause.TS_MISMATCH, Certainty.CERTAIN), line(Signal.SELECTORS_REFUSED, text));
    assertThat(found.fact(Fact.THEIRS)).isEqualTo(Optional.ofNullable(theirs));
  }

  private static LogLine line(Signal signal, String text) {
    return new LogLine(
        signal,
        Side.HERE,
        ExchangeKind.IKE_AUTH,
        "203.0.113.9",
        Optional.empty(),
        Map.of(),
        new EvidenceRef("a.log", 1, text));
  }
}
