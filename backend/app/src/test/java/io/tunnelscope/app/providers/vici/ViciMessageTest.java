package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViciMessageTest {
  private static final ViciMessage MESSAGE =
      ViciMessage.builder()
          .text("bytes-in", "18446744073709551615")
          .text("uniqueid", "7")
          .bytes("data", new byte[] {0x30, (byte) 0x82, 0})
          .list("local-ts", List.of("198.19.1.0/24"))
          .section("child-sas", ViciMessage.builder().text("state", "INSTALLED").build())
          .build();

  @Test
  void shouldTellEachKindAsWhatItIs() {
    assertThat(MESSAGE.text("uniqueid")).contains("7");
    assertThat(MESSAGE.number("uniqueid")).hasValue(7);
    assertThat(MESSAGE.bytes("data")).hasValue(new byte[] {0x30, (byte) 0x82, 0});
    assertThat(MESSAGE.list("local-ts")).containsExactly("198.19.1.0/24");
    assertThat(MESSAGE.section("child-sas").text("state")).contains("INSTALLED");
    assertThat(MESSAGE.sections()).containsOnlyKeys("child-sas");
    assertThat(MESSAGE.keys())
        .containsExactly("bytes-in", "uniqueid", "data", "local-ts", "child-sas");
  }

  @Test
  void shouldTellAnotherKindAndWhatIsNotThereAsAbsent() {
    for (String key : List.of("local-ts", "child-sas", "nothing")) {
      assertThat(MESSAGE.text(key)).isEmpty();
      assertThat(MESSAGE.bytes(key)).isEmpty();
      assertThat(MESSAGE.number(key)).isEmpty();
    }
    assertThat(MESSAGE.number("data")).isEmpty();
    assertThat(MESSAGE.number("bytes-in")).as("beyond the range").isEmpty();
    assertThat(MESSAGE.list("uniqueid")).isEmpty();
    assertThat(MESSAGE.section("uniqueid").isEmpty()).isTrue();
  }

  @Test
  void shouldNotChangeByWhatGoesInOrComesOut() {
    byte[] data = {1, 2, 3};
    ViciMessage message = ViciMessage.builder().bytes("data", data).build();

    data[0] = 9;
    message.bytes("data").orElseThrow()[1] = 9;

    assertThat(message.bytes("data")).hasValue(new byte[] {1, 2, 3});
  }

  @Test
  void shouldNotPrintWhatItSays() {
    assertThat(ViciMessage.builder().text("data", "secret").build())
        .hasToString("ViciMessage[data]");
  }

  @Test
  void shouldRefuseWhatHasNoPlaceOnTheWire() {
    var builder = ViciMessage.builder().text("once", "1");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.text("once", "2"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.text("n".repeat(256), ""));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.text("line\nbreak", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.bytes("v", new byte[65_536]));
  }
}
