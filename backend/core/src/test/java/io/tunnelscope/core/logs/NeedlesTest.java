package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeedlesTest {

  @Test
  void shouldFindWordsThatShareBeginningsAndEnds() {
    var needles = Needles.of(List.of("he", "she", "his", "hers", "hers"));

    assertThat(needles.in("ushers", 0)).containsExactly(0, 1, 3, 4);
    assertThat(needles.in("ushers", 3)).isEmpty();
    assertThat(needles.in("nothing", 0)).isEmpty();
    assertThat(needles.in("", 0)).isEmpty();
  }

  @Test
  void shouldFindWordsInAnyCaseIfAsked() {
    assertThat(Needles.ignoringCase(List.of("psk", "sig=")).in("the PSK and Sig=", 0))
        .containsExactly(0, 1);
    assertThat(Needles.of(List.of("psk")).in("the PSK", 0)).isEmpty();
  }

  @Test
  void shouldNotMindLettersOfOtherScripts() {
    assertThat(Needles.of(List.of("key")).in("열쇠 key 열쇠", 0)).containsExactly(0);
  }

  @Test
  void shouldFindWhatALookForEachWordFinds() {
    var random = new Random(20261124);
    for (var round = 0; round < 4_000; round++) {
      var most = 1 + round % 9;
      var words =
          IntStream.range(0, 1 + random.nextInt(6)).mapToObj(_ -> word(random, most)).toList();
      var text = word(random, 60);
      var expected =
          IntStream.range(0, words.size()).filter(i -> text.contains(words.get(i))).toArray();

      assertThat(Needles.of(words).in(text, 0)).as(words + " in " + text).isEqualTo(expected);
    }
  }

  @Test
  void shouldFindWordsThatStandAtTheEdges() {
    var needles = Needles.of(List.of("no proposal chosen", "proposal", "chosen"));

    assertThat(needles.in("proposal", 0)).containsExactly(1);
    assertThat(needles.in("no proposal chosen", 0)).containsExactly(0, 1, 2);
    assertThat(needles.in("no proposal chosen", 1)).containsExactly(1, 2);
    assertThat(needles.in("chose", 0)).isEmpty();
  }

  private static String word(Random random, int most) {
    var word = new StringBuilder();
    for (var length = 1 + random.nextInt(most); length > 0; length--) {
      word.append("abc".charAt(random.nextInt(3)));
    }
    return word.toString();
  }
}
