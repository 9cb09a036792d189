package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTextTest {
  private static final String OWN = "vpn.example";

  @Test
  void shouldLeaveTheNameOfAGatewayText() {
    assertThat(SlackText.of("<!channel> & <@U1|you>", 100))
        .isEqualTo("&lt;!channel&gt; &amp; &lt;@U1|you&gt;");
  }

  @Test
  void shouldNotEscapeTwiceWhatLooksEscaped() {
    assertThat(SlackText.of("&lt;", 100)).isEqualTo("&amp;lt;");
  }

  @ParameterizedTest
  @CsvSource({"8, aa&amp;…", "9, aa&amp;b…", "7, aa…", "3, aa…", "1, …"})
  void shouldCutBetweenEntities(int most, String expected) {
    assertThat(SlackText.of("aa&bcdefghi", most)).isEqualTo(expected);
  }

  @Test
  void shouldCutBetweenCodePoints() {
    assertThat(SlackText.of("😀😀😀", 4)).isEqualTo("😀…");
  }

  @Test
  void shouldPutEverythingOnOneLine() {
    assertThat(SlackText.of("  a\r\n\t b\u2028c\u0000\u0007 ", 100)).isEqualTo("a b c");
  }

  @Test
  void shouldTakeAwayWhatTurnsTheOrderOfOtherText() {
    assertThat(SlackText.of("a\u202Egpj.exe\u2066b", 100)).isEqualTo("agpj.exeb");
  }

  @Test
  void shouldKeepTheOrderOfOurTextAroundOneThatRunsTheOtherWay() {
    assertThat(SlackText.of("שלום", 100)).isEqualTo("\u2068שלום\u2069");
  }

  @Test
  void shouldReplaceHalvesOfCharacters() {
    assertThat(SlackText.of("a\uD83Db", 100)).isEqualTo("a\uFFFDb");
  }

  @Test
  void shouldKeepBackticksFromEndingCode() {
    assertThat(SlackText.code("a`*b*`", 100)).isEqualTo("`aˋ*b*ˋ`");
  }

  @Test
  void shouldShowTheHostOfWhoIsNeitherUsNorMicrosoft() {
    assertThat(SlackText.link(URI.create("https://elsewhere.example/a"), "Read", OWN, 50))
        .isEqualTo("<https://elsewhere.example/a|Read (elsewhere.example)>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://vpn.example/t/a", "https://learn.microsoft.com/a", "https://aka.ms/b"})
  void shouldNotShowTheHostOfOursAndMicrosofts(String address) {
    assertThat(SlackText.link(URI.create(address), "Read", OWN, 50))
        .isEqualTo("<" + address + "|Read>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://elsewhere.example/",
        "javascript:alert(1)",
        "slack://open",
        "mailto:a@b.example",
        "https://a:b@learn.microsoft.com/",
        "file:///etc/passwd",
        "https:///a"
      })
  void shouldSayTheWordsAloneWhereTheAddressMayNotBeLinked(String address) {
    assertThat(SlackText.link(URI.create(address), "Read", OWN, 50)).isEqualTo("Read");
  }

  @Test
  void shouldNotBeFooledByAHostThatEndsLikeMicrosofts() {
    assertThat(SlackText.link(URI.create("https://evilmicrosoft.com/"), "Read", OWN, 50))
        .contains("(evilmicrosoft.com)");
  }

  @Test
  void shouldEscapeAddressAndWordsOfALink() {
    assertThat(SlackText.link(URI.create("https://aka.ms/?a=1&b=2"), "x|y > <z>", OWN, 50))
        .isEqualTo("<https://aka.ms/?a=1&amp;b=2|x¦y &gt; &lt;z&gt;>");
  }
}
