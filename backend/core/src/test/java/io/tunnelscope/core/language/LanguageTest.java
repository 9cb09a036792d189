package io.tunnelscope.core.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "ko|KO",
        "ko-KR,ko;q=0.9,en;q=0.8|KO",
        "en-GB,ko;q=0.9|EN",
        "fr,ko;q=0.2,en;q=0.1|KO",
        "ko;q=0,en;q=0.1|EN",
        "de,fr|EN",
        "ko;q=abc|EN",
        "*|EN",
        "null|EN",
        ";;,,|EN"
      })
  void shouldChooseWhatTheReaderLikesBest(String header, Language expected) {
    assertThat(Language.accepted(header)).isEqualTo(expected);
  }
}
