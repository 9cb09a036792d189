package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharonLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2026-11-26T10:00:00.100 07[IKE] <branch|3> retransmit 1 of request; branch; 3",
        "07[IKE] <branch|3> retransmit 1 of request; branch; 3",
        "Nov 26 10:00:00 gw charon[123]: 07[IKE] <branch|3> retransmit 1 of request; branch; 3",
        "07[IKE2] <branch|3> retransmit 1 of request; branch; 3",
        "07[IKE] <two words|3> retransmit 1 of request; two words; 3",
        "07[IKE] <a|b|3> retransmit 1 of request; a|b; 3",
        "07[IKE] <3> retransmit 1 of request; ''; 3",
        "07[IKE] retransmit 1 of request; ''; ''"
      })
  void shouldReadWhatStandsAroundTheMessage(String line, String connection, String sa) {
    assertThat(CharonLine.of(line))
        .hasValue(new CharonLine(connection, sa, "retransmit 1 of request"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[IKE] no thread",
        "7[IKE] half a thread",
        "x07[IKE] no blank before",
        "07[ike] small letters",
        "07[IKE]no blank behind",
        "IKE_SA branch[3] established",
        "07[IKE] "
      })
  void shouldLeaveOtherLinesAlone(String line) {
    assertThat(CharonLine.of(line).map(CharonLine::message).filter(text -> !text.isEmpty()))
        .isEmpty();
  }

  @Test
  void shouldTakeNoAngleForANameThatNamesNoNumber() {
    var message = "<none> of that";

    assertThat(CharonLine.of("07[IKE] " + message)).hasValue(new CharonLine("", "", message));
  }

  @Test
  void shouldKnowTheBeginningOfALife() {
    assertThat(CharonLine.of("00[LIB] loaded plugins: aes gcm vici").orElseThrow().isStart())
        .isTrue();
    assertThat(CharonLine.of("00[DMN] SIGTERM received, shutting down").orElseThrow().isStart())
        .isFalse();
  }
}
