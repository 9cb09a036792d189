package io.tunnelscope.core.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasesTest {

  @Test
  void shouldSayEverythingInBothLanguages() {
    assertThat(Phrases.keys(Language.KO)).isEqualTo(Phrases.keys(Language.EN));
  }

  @Test
  void shouldNameTheSameDetailsInBothLanguages() {
    assertThat(Phrases.keys(Language.EN))
        .allSatisfy(
            key ->
                assertThat(places(Phrases.raw(Language.KO, key)))
                    .as(key)
                    .isEqualTo(places(Phrases.raw(Language.EN, key))));
  }

  @Test
  void shouldSpeakKoreanInTheKoreanCatalogue() {
    assertThat(Phrases.keys(Language.KO))
        .filteredOn(key -> !key.equals("link.SUPPORT"))
        .allSatisfy(
            key -> assertThat(Phrases.raw(Language.KO, key)).as(key).containsPattern("[가-힣]"));
  }

  @Test
  void shouldCloseEveryBracket() {
    for (var language : Language.values()) {
      assertThat(Phrases.keys(language))
          .allSatisfy(
              key -> {
                var phrase = Phrases.raw(language, key);
                assertThat(phrase.split("\\[\\[", -1))
                    .as(key)
                    .hasSameSizeAs(phrase.split("]]", -1));
              });
    }
  }

  @Test
  void shouldLeaveOutWhatIsUnknown() {
    // When
    var known =
        Phrases.say(Language.EN, "cause.PEER_UNREACHABLE.summary", Map.of("peer", "192.0.2.1"));
    var unknown = Phrases.say(Language.EN, "cause.PEER_UNREACHABLE.summary", Map.of());

    // Then
    assertThat(known).isEqualTo("The other VPN device at 192.0.2.1 does not answer.");
    assertThat(unknown).isEqualTo("The other VPN device does not answer.");
  }

  @Test
  void shouldNotTakeADetailForAPattern() {
    assertThat(Phrases.say(Language.EN, "unusable.EMPTY", Map.of("name", "a$1{name}\\")))
        .startsWith("a$1{name}\\ is empty");
  }

  private static Set<String> places(String phrase) {
    var places = new TreeSet<String>();
    Pattern.compile("\\{([a-z_]+)}").matcher(phrase).results().forEach(p -> places.add(p.group(1)));
    return places;
  }
}
