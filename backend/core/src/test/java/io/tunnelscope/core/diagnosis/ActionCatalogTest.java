package io.tunnelscope.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.logs.WindowsError;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActionCatalogTest {

  @ParameterizedTest
  @EnumSource(Cause.class)
  void shouldExplainEveryCauseWithASafeLink(Cause cause) {
    for (var language : Language.values()) {
      var words = ActionCatalog.explain(Finding.of(cause, Certainty.LIKELY), language);
      assertThat(words.summary()).isNotBlank();
      assertThat(words.detail()).isNotBlank().doesNotContain("[[");
      assertThat(words.actions())
          .isNotEmpty()
          .allSatisfy(action -> assertThat(action.uri()).hasScheme("https"));
      assertThat(ActionCatalog.title(cause, language)).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void shouldSpeakOfNoPlatformToWhoRunsStrongswan(Cause cause) {
    // Given
    var finding = Finding.of(cause, Certainty.LIKELY).with(Fact.SOFTWARE, "strongSwan 5.9.8");

    for (var language : Language.values()) {
      // When
      var words = ActionCatalog.explain(finding, language);

      // Then
      assertThat(everythingOf(words)).doesNotContain(ofPlatforms(cause));
      assertThat(words.actions())
          .isNotEmpty()
          .allSatisfy(
              action -> assertThat(action.uri()).hasScheme("https").hasHost("docs.strongswan.org"));
    }
  }

  /** What differs between two ends may be a setting of an Azure gateway, as that of any peer. */
  private static String[] ofPlatforms(Cause cause) {
    var never =
        Stream.of(
            "SKU",
            "GatewaySubnet",
            "eset the gateway",
            "다시 설정(리셋)",
            "local network gateway",
            "로컬 네트워크 게이트웨이에",
            "custom policy of the connection");
    return (mayNameAzure(cause) ? never : Stream.concat(never, Stream.of("Azure")))
        .toArray(String[]::new);
  }

  private static boolean mayNameAzure(Cause cause) {
    return switch (cause) {
      case IKE_PROPOSAL_MISMATCH,
          ESP_PROPOSAL_MISMATCH,
          PFS_DH_MISMATCH,
          REKEY_FAILURE,
          PEER_VANISHED,
          SA_DELETED_BY_PEER,
          FLAPPING ->
          true;
      default -> false;
    };
  }

  private static String everythingOf(Explanation words) {
    var actions = words.actions().stream().map(action -> action.text() + " " + action.uriText());
    return words.summary() + " " + words.detail() + " " + String.join(" ", actions.toList());
  }

  @Test
  void shouldKeepToTheUsualTermsForOtherSoftware() {
    var plain = Finding.of(Cause.SERVICE_NOT_RUNNING, Certainty.CERTAIN);
    assertThat(ActionCatalog.explain(plain.with(Fact.SOFTWARE, "libreswan 5.2"), Language.EN))
        .isEqualTo(ActionCatalog.explain(plain, Language.EN));
    assertThat(ActionCatalog.explain(plain.with(Fact.SOFTWARE, "STRONGSWAN"), Language.EN))
        .isNotEqualTo(ActionCatalog.explain(plain, Language.EN));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldExplainWhatCannotBeToldForEveryStep(Fault step) {
    for (var language : Language.values()) {
      var finding = Finding.undeterminable(step, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH);
      assertThat(ActionCatalog.explain(finding, language).detail())
          .contains(ActionCatalog.title(Cause.ID_MISMATCH, language));
      assertThat(ActionCatalog.title(step, language)).isNotBlank();
    }
  }

  @Test
  void shouldAdviseFirstWhoseLogWouldSettleIt() {
    // Given
    var finding =
        Finding.undeterminable(Fault.AUTHENTICATION, Cause.AUTH_PSK_MISMATCH, Cause.ID_MISMATCH)
            .with(Fact.PEER, "192.0.2.9");

    // When
    var first = ActionCatalog.explain(finding, Language.EN).actions().getFirst();

    // Then
    assertThat(first.text()).contains("log of the other VPN device (192.0.2.9)");
  }

  @ParameterizedTest
  @EnumSource(NoticeKind.class)
  void shouldExplainEveryNotice(NoticeKind kind) {
    for (var language : Language.values()) {
      var notice = Notice.of(kind, Map.of(), List.of());
      assertThat(ActionCatalog.explain(notice, language).summary()).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Missing.Why.class)
  void shouldSayWhySomethingIsMissing(Missing.Why why) {
    for (var language : Language.values()) {
      assertThat(ActionCatalog.why(new Missing("cpu", why, "HTTP 500"), language))
          .endsWith("(HTTP 500)");
    }
  }

  @Test
  void shouldSayNamesOfOursInTheReadersLanguage() {
    var finding =
        Finding.of(Cause.IKE_PROPOSAL_MISMATCH, Certainty.CERTAIN)
            .with(Fact.FIELD, "integrity")
            .with(Fact.REFUSED_BY, "here");
    assertThat(ActionCatalog.explain(finding, Language.KO).summary()).contains("무결성");
    assertThat(ActionCatalog.explain(finding, Language.EN).detail()).contains("this side");
  }

  @Test
  void shouldSayWhatEveryNumberOfWindowsMeans() {
    for (var language : Language.values()) {
      assertThat(WindowsError.all().values())
          .allSatisfy(
              error ->
                  assertThat(detail(error.text(), language))
                      .contains(error.text() + " (")
                      .doesNotContain("[["));
    }
  }

  @Test
  void shouldLeaveAnotherCodeAsItIs() {
    assertThat(detail("4711 SOMETHING", Language.EN)).contains("Reported as 4711 SOMETHING.");
    assertThat(detail("SOMETHING", Language.EN)).contains("Reported as SOMETHING.");
  }

  private static String detail(String code, Language language) {
    var finding = Finding.of(Cause.AUTH_CERT, Certainty.LIKELY).with(Fact.CODE, code);
    return ActionCatalog.explain(finding, language).detail();
  }
}
