package io.tunnelscope.app.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.app.settings.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobAddressTest {
  private static final Secret KEY = new Secret("a2V5");

  @ParameterizedTest
  @CsvSource({
    "https://stlogs.blob.core.windows.net/vpn-logs, stlogs",
    "https://stlogs.blob.core.windows.net/vpn-logs/, stlogs",
    "http://127.0.0.1:10000/devaccount/logs, devaccount",
    "https://stlogs.blob.core.usgovcloudapi.net/$logs, stlogs"
  })
  void shouldKnowAccountAndContainer(URI address, String account) {
    assertThat(BlobAddress.withKey(address, KEY).account()).isEqualTo(account);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://stlogs.blob.core.windows.net",
        "https://stlogs.blob.core.windows.net/",
        "https://stlogs.blob.core.windows.net/logs/folder",
        "https://stlogs.blob.core.windows.net/logs?sig=1",
        "https://stlogs.blob.core.windows.net/logs#1",
        "https://me@stlogs.blob.core.windows.net/logs",
        "https://stlogs.blob.core.windows.net/Logs",
        "http://127.0.0.1:10000/account",
        "logs"
      })
  void shouldRefuseWhatIsNoContainer(URI address) {
    assertThatThrownBy(() -> BlobAddress.withKey(address, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the address of a blob container");
  }

  @Test
  void shouldRefuseAKeyThatIsNone() {
    var container = URI.create("https://stlogs.blob.core.windows.net/logs");

    assertThatThrownBy(() -> BlobAddress.withKey(container, new Secret("no key!")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the key of a storage account");
  }
}
