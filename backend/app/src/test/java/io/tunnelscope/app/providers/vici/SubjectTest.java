package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class SubjectTest {

  @Test
  void shouldSpellOneNameAlikeWhoeverWritesIt() {
    var owner = new X500Principal("CN=hub.example, O=Offices, C=KR");

    assertThat(Subject.of("C=KR, O=Offices, CN=hub.example")).isEqualTo(Subject.of(owner));
  }

  @Test
  void shouldKnowBothWordsForAnAddressOfMail() {
    var owner = new X500Principal("EMAILADDRESS=hub@offices.example, CN=hub");

    assertThat(Subject.of("CN=hub, E=hub@offices.example")).isEqualTo(Subject.of(owner));
  }

  @Test
  void shouldTellTwoOwnersApart() {
    assertThat(Subject.of("O=Offices, CN=hub")).isNotEqualTo(Subject.of("O=Offices, CN=branch"));
  }
}
