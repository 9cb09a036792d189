package io.tunnelscope.app.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.gateways.TagFilter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PickTest {

  @Test
  void shouldReadEachWayToPickTargets() {
    assertThat(Pick.parse("*")).contains(new Pick.All());
    assertThat(Pick.parse("seoul/*")).contains(new Pick.Gateway("seoul"));
    assertThat(Pick.parse("tag:site"))
        .contains(new Pick.Tagged(new TagFilter("site", Optional.empty())));
    assertThat(Pick.parse("tag:site:a:b"))
        .contains(new Pick.Tagged(new TagFilter("site", Optional.of("a:b"))));
    assertThat(Pick.parse("seoul/branch")).contains(new Pick.One("seoul/branch"));
  }

  @Test
  void shouldNotReadHalfAPick() {
    assertThat(Pick.parse("tag:")).isEmpty();
    assertThat(Pick.parse("/*")).isEmpty();
    assertThat(Pick.parse(" ")).isEmpty();
  }
}
