package io.tunnelscope.app.arm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.bundles.Delivery;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageTextTest {

  @ParameterizedTest
  @EnumSource(Delivery.Why.class)
  void shouldNotClaimThatABundleWasWrittenWhichWasNot(Delivery.Why why) {
    // When
    var text = StorageText.of(Optional.of(new Delivery.Kept(why)), true);

    // Then
    assertThat(text.english()).contains("nothing was written to");
    assertThat(text.korean()).contains("아무것도 기록되지 않았습니다");
  }

  @Test
  void shouldTellABundleThatWasWrittenFromOneThatNobodyWanted() {
    var done = new Delivery.Done(URI.create("https://stlogs.blob.core.windows.net/vpn/a.zip"));

    assertThat(StorageText.of(Optional.of(done), true).english())
        .startsWith("The log bundle was written to the storage account");
    assertThat(StorageText.of(Optional.empty(), true).english())
        .isEqualTo(
            "The log bundle is kept in Tunnelscope; nothing was written to a storage account.");
    assertThat(StorageText.of(Optional.empty(), false).english())
        .contains("no log files of this run");
  }
}
