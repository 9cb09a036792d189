package io.tunnelscope.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAddressTest {
  @TempDir Path folder;

  @Test
  void shouldTakeTheEnvironmentBeforeTheFileAndTheFileBeforeTheDemo() throws IOException {
    // Given
    var file = envFile("mine.env", "http://mine:1", "mine", "token-of-mine");
    envFile("cli.env", "http://demo:1", "contoso", "token-of-demo");
    // When
    var address =
        ServerAddress.find(
            Map.of("TUNNELSCOPE_TENANT", "other"), Optional.of(file), List.of(folder));
    // Then
    assertThat(address.url()).hasToString("http://mine:1");
    assertThat(address.tenant()).isEqualTo("other");
    assertThat(address.token()).isEqualTo("token-of-mine");
  }

  @Test
  void shouldNeverSendTheTokenOfTheDemoToAServerNamedElsewhere() throws IOException {
    // Given
    envFile("cli.env", "http://demo:1", "contoso", "token-of-demo");
    var environment =
        Map.of("TUNNELSCOPE_URL", "https://elsewhere.example", "TUNNELSCOPE_TENANT", "contoso");
    // When, then
    assertThatThrownBy(() -> ServerAddress.find(environment, Optional.empty(), List.of(folder)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("TUNNELSCOPE_TOKEN");
  }

  @Test
  void shouldNotPrintTheToken() throws IOException {
    // Given
    envFile("cli.env", "http://demo:1", "contoso", "token-of-demo");
    // When
    var address = ServerAddress.find(Map.of(), Optional.empty(), List.of(folder));
    // Then
    assertThat(address.toString()).contains("contoso").doesNotContain("token-of-demo");
  }

  private Path envFile(String name, String url, String tenant, String token) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "# a comment\nTUNNELSCOPE_URL=%s\nexport TUNNELSCOPE_TENANT=%s\nTUNNELSCOPE_TOKEN='%s'\n"
            .formatted(url, tenant, token));
  }
}
