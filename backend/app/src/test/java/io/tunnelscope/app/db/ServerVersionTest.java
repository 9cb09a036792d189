package io.tunnelscope.app.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {
  /** The releases that close CVE-2026-120154, and the last before each. */
  @ParameterizedTest
  @CsvSource({
    "150019, false", "150020, true", "160015, false", "160016, true", "170010, false",
    "170011, false", "170012, true", "180006, false", "180007, true", "190000, true"
  })
  void shouldTrustServersFromTheMendedReleaseOn(int version, boolean mended) {
    assertThat(ServerVersion.isMended(version)).isEqualTo(mended);
  }
}
