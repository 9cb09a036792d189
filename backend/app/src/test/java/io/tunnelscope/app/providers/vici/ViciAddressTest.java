package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViciAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run/charon.vici",
        "/var/run/gateways/서울/charon.vici",
        "198.51.100.7:4502",
        "gw-1.example.net:1",
        "localhost:65535",
        "[2001:db8::7]:4502",
        "[::1]:4502"
      })
  void shouldReadAndPrintTheSame(String text) {
    assertThat(ViciAddress.parse(text)).map(ViciAddress::toString).contains(text);
  }

  @Test
  void shouldTellAFileFromAPort() {
    assertThat(ViciAddress.parse("/run/charon.vici"))
        .contains(new ViciAddress.Socket(Path.of("/run/charon.vici")));
    assertThat(ViciAddress.parse("[::1]:4502")).contains(new ViciAddress.Tcp("::1", 4502));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "charon.vici",
        "/run/../etc/passwd",
        "/run//charon.vici",
        "/run/charon.vici/",
        "/run/charon\n.vici",
        "/run/a-path-that-is-longer-than-what-the-kernel-has-room-for/so-that-it-could-never-be"
            + "/opened/by/anybody/charon.vici",
        "gateway",
        "gateway:",
        ":4502",
        "gateway:0",
        "gateway:65536",
        "gateway:+80",
        "gateway:080",
        "gate way:80",
        "-gateway:80",
        "::1:4502",
        "[gateway]:80",
        "[::1:80",
        "http://gateway:80"
      })
  void shouldRefuseWhatIsNeitherOrHasAnotherSpelling(String text) {
    assertThat(ViciAddress.parse(text)).isEmpty();
  }
}
