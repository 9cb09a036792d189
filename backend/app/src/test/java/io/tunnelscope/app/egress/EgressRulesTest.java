package io.tunnelscope.app.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {
  private static final EgressRules NOTHING_LISTED = EgressRules.of(List.of());
  private static final URI AZURE = URI.create("https://management.azure.com/subscriptions");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://management.azure.com/subscriptions",
        "https://MANAGEMENT.azure.com:443/",
        "https://login.microsoftonline.us/x",
        "https://login.chinacloudapi.cn/x",
        "https://acc.blob.core.windows.net/logs"
      })
  void shouldReachTheKnownClouds(String address) {
    assertThat(NOTHING_LISTED.allow(URI.create(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://management.azure.com/subscriptions",
        "https://management.azure.com:8443/",
        "https://management.azure.com.example.net/",
        "https://evilmanagement.azure.com/",
        "https://user@management.azure.com/",
        "https://blob.core.windows.net/",
        "https://example.net/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "/subscriptions"
      })
  void shouldReachNothingElse(String address) {
    assertThat(NOTHING_LISTED.allow(URI.create(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "2002:a00:1::1"
      })
  void shouldNotBeLedInside(String place) {
    assertThat(NOTHING_LISTED.allow(AZURE, InetAddress.ofLiteral(place))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.63.255.255", "100.128.0.1", "2603:1030::1", "172.32.0.1"})
  void shouldReachPublicPlaces(String place) {
    assertThat(NOTHING_LISTED.allow(AZURE, InetAddress.ofLiteral(place))).isTrue();
  }

  @Test
  void shouldReachWhatIsListedWhereverItLeads() {
    // Given
    var rules = EgressRules.of(List.of("Stack.local:8443", "[::1]:9000"));

    // Then
    var listed = URI.create("https://stack.local:8443/x");
    assertThat(rules.allow(listed, InetAddress.ofLiteral("10.0.0.1"))).isTrue();
    assertThat(rules.allow(URI.create("http://[::1]:9000/"), InetAddress.ofLiteral("::1")))
        .isTrue();
    assertThat(rules.allow(URI.create("https://stack.local/"))).isFalse();
    assertThat(rules.allow(URI.create("ftp://stack.local:8443/"))).isFalse();
  }
}
