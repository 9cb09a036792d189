package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.settings.Secret;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackHostTest {
  private static final List<String> LISTED = List.of("127.0.0.1:8080", "vpn.contoso.example:443");

  private final SlackHost slacks =
      SlackHost.of("files.slack.com", URI.create("https://slack.com/api/"), LISTED);

  @ParameterizedTest
  @ValueSource(
      strings = {"https://files.slack.com/upload/v1/A", "HTTPS://FILES.slack.com:443/upload?x=y"})
  void shouldTakeSlacksOwn(String address) {
    assertThat(slacks.address(new Secret(address))).contains(URI.create(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "files.slack.com",
        "http://files.slack.com/upload",
        "https://files.slack.com:8443/upload",
        "https://files.slack.com.evil.example/upload",
        "https://me@files.slack.com/upload",
        "https://hooks.slack.com/upload",
        "https://vpn.contoso.example/upload",
        "http://127.0.0.1:8080/upload",
        "https://files.slack.com/a b"
      })
  void shouldTakeNoOther(String address) {
    assertThat(slacks.address(new Secret(address))).isEmpty();
  }

  @Test
  void shouldTakeWhatStandsInForSlackWhereThatMayBeReached() {
    // Given
    var standIn = SlackHost.of("files.slack.com", URI.create("http://127.0.0.1:8080/api/"), LISTED);

    // Then
    assertThat(standIn.address(new Secret("http://127.0.0.1:8080/upload"))).isPresent();
    assertThat(standIn.address(new Secret("http://127.0.0.1:9/upload"))).isEmpty();
    assertThat(standIn.address(new Secret("https://vpn.contoso.example/upload"))).isEmpty();
  }
}
