package io.tunnelscope.app.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant may have us reach by naming it, like its identity provider. */
class AnyHostTest {
  private static final EgressRules RULES = EgressRules.ofAnyHost(List.of("Keycloak.internal:8080"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1"
      })
  void shouldNotGoWhereANameMustNotLead(String place) throws Exception {
    var address = URI.create("https://login.example/");
    assertThat(RULES.allow(address, InetAddress.getByAddress(bytes(place)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20.190.128.1", "2603:1006:2000::1"})
  void shouldGoToPublicPlaces(String place) throws Exception {
    var address = URI.create("https://login.example/");
    assertThat(RULES.allow(address, InetAddress.getByAddress(bytes(place)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example/",
        "https://login.example:8443/",
        "https://user@login.example/",
        "ftp://login.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:///keys",
        "https:login.example",
        "http://keycloak.internal:8081/"
      })
  void shouldNotAskForWhatIsNotHttpsAtItsUsualPort(String address) {
    assertThat(RULES.allow(URI.create(address))).isFalse();
  }

  @Test
  void shouldReachWhatTheOperatorHasListed() throws Exception {
    var address = URI.create("http://keycloak.internal:8080/realms/staff");
    assertThat(RULES.allow(address, InetAddress.getByAddress(bytes("10.1.2.3")))).isTrue();
  }

  private static byte[] bytes(String place) {
    return NetUtil.createByteArrayFromIpAddressString(place);
  }
}
