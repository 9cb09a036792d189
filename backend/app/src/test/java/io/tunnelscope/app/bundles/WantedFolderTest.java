package io.tunnelscope.app.bundles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.providers.azure.LogStorage;
import io.tunnelscope.core.network.ArmId;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedFolderTest {
  private static final String ACCOUNT =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/stlogs";
  private static final LogStorage SET =
      new LogStorage(
          new ArmId(ACCOUNT),
          URI.create("https://stlogs.blob.core.windows.net/vpn"),
          Optional.empty());

  private static Optional<String> folder(String path) {
    return WantedFolder.of(new StorageWish(Optional.of(ACCOUNT), path), SET);
  }

  @ParameterizedTest
  @CsvSource({
    "https://stlogs.blob.core.windows.net/vpn, ''",
    "https://stlogs.blob.core.windows.net/vpn/, ''",
    "https://stlogs.blob.core.windows.net/vpn/seoul, seoul/",
    "https://STLOGS.blob.core.windows.net/vpn/seoul/hq/, seoul/hq/",
    "https://stlogs.blob.core.windows.net/vpn/a?sv=2021&sig=abc, a/"
  })
  void shouldTakeAFolderOfTheContainerThatIsSet(String path, String folder) {
    assertThat(folder(path)).hasValue(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.blob.core.windows.net/vpn",
        "https://stlogs.blob.core.windows.net/vpn-private",
        "https://stlogs.blob.core.windows.net/",
        "https://stlogs.blob.core.windows.net",
        "http://stlogs.blob.core.windows.net/vpn",
        "https://stlogs.blob.core.windows.net:444/vpn",
        "https://stlogs.blob.core.windows.net.example/vpn",
        "https://stlogs.blob.core.windows.net/vpn/../other",
        "https://stlogs.blob.core.windows.net/vpn/./a",
        "https://stlogs.blob.core.windows.net/vpn//a",
        "https://stlogs.blob.core.windows.net/vpn/%2e%2e/a",
        "https://stlogs.blob.core.windows.net/vpn/a b",
        "https://stlogs.blob.core.windows.net/vpn/a%0Ab",
        "https://stlogs.blob.core.windows.net/vpn/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1",
        "mailto:someone@example.com",
        "vpn"
      })
  void shouldTakeNothingElse(String path) {
    assertThat(folder(path)).isEmpty();
  }

  @Test
  void shouldTakeNoOtherAccount() {
    // Given
    var path = "https://stlogs.blob.core.windows.net/vpn";
    var other = ACCOUNT.replace("stlogs", "stother");

    // Then
    assertThat(WantedFolder.of(new StorageWish(Optional.of(other), path), SET)).isEmpty();
    assertThat(
            WantedFolder.of(
                new StorageWish(Optional.of(ACCOUNT.toUpperCase(Locale.ROOT)), path), SET))
        .hasValue("");
    assertThat(WantedFolder.of(new StorageWish(Optional.empty(), path), SET)).hasValue("");
  }
}
