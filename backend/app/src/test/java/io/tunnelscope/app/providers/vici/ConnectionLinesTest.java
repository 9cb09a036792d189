package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.GatewayInTest.connection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLinesTest {
  private static final LoadedConnection BRANCH = loaded("branch", "198.18.2.2");
  private static final LoadedConnection PARTNER = loaded("partner", "198.18.3.2");

  @Test
  void shouldPickTheLinesOfOneConnectionFromTwoInterleaved() {
    var lines =
        List.of(
            "00[DMN] something of the daemon",
            "07[IKE] <branch|1> initiating IKE_SA branch[1] to 198.18.2.2",
            "08[IKE] <partner|2> initiating IKE_SA partner[2] to 198.18.3.2",
            "09[NET] <branch|1> sending packet: from 198.18.1.2[500] to 198.18.2.2[500]",
            "no line of charon's");

    assertThat(picked(BRANCH, lines))
        .containsExactly(lines.get(0), lines.get(1), lines.get(3), lines.get(4));
    assertThat(picked(PARTNER, lines)).containsExactly(lines.get(0), lines.get(2), lines.get(4));
  }

  @Test
  void shouldGiveLinesBeforeTheNameIsKnownToWhomTheSaTurnedOutToBeOf() {
    var lines =
        List.of(
            "07[NET] <5> received packet: from 198.18.2.2[500] to 198.18.1.2[500]",
            "07[IKE] <5> 198.18.2.2 is initiating an IKE_SA",
            "07[CFG] <partner|5> selected peer config 'partner'",
            "07[IKE] <partner|5> IKE_SA partner[5] established");

    assertThat(picked(PARTNER, lines)).isEqualTo(lines);
    assertThat(picked(BRANCH, lines)).isEmpty();
  }

  @Test
  void shouldGoByThePeerWhereNoNameEverComes() {
    var lines =
        List.of(
            "06[IKE] <branch|4> a line with a name",
            "07[NET] <5> received packet: from 198.18.3.2[500] to 198.18.1.2[500]",
            "07[IKE] <5> no proposal chosen",
            "08[NET] <6> received packet: from 198.18.2.2[500] to 198.18.1.2[500]",
            "08[IKE] <6> no proposal chosen",
            "09[NET] received unsupported IKE version 1.0 from 198.18.3.2, sending INVALID_MAJOR_VERSION",
            "09[NET] received unsupported IKE version 1.0 from 198.18.2.2, sending INVALID_MAJOR_VERSION");

    assertThat(picked(BRANCH, lines))
        .containsExactly(lines.get(0), lines.get(3), lines.get(4), lines.get(6));
  }

  @Test
  void shouldKeepTwoConnectionsToOnePeerApartByName() {
    var backup = loaded("backup", "198.18.2.2");
    var lines =
        List.of(
            "07[IKE] <branch|1> initiating IKE_SA branch[1] to 198.18.2.2",
            "08[IKE] <backup|2> initiating IKE_SA backup[2] to 198.18.2.2",
            "09[NET] <3> received packet: from 198.18.2.2[500] to 198.18.1.2[500]");

    var picked = ConnectionLines.of(BRANCH, List.of(BRANCH, backup), lines);

    // What came from the peer of both may be about either.
    assertThat(picked).containsExactly(lines.get(0), lines.get(2));
  }

  @Test
  void shouldKnowThatNumbersBeginAnewWithTheDaemon() {
    var lines =
        List.of(
            "07[IKE] <branch|1> initiating IKE_SA branch[1] to 198.18.2.2",
            "00[DMN] SIGTERM received, shutting down",
            "00[LIB] loaded plugins: aes vici",
            "07[NET] <1> received packet: from 198.18.3.2[500] to 198.18.1.2[500]",
            "07[IKE] <partner|1> IKE_SA partner[1] established");

    assertThat(picked(BRANCH, lines)).containsExactly(lines.get(0), lines.get(1), lines.get(2));
  }

  @Test
  void shouldKeepALogThatNamesNobodyWhole() {
    var lines =
        List.of(
            "07[IKE] initiating IKE_SA branch[1] to 198.18.2.2",
            "08[IKE] initiating IKE_SA partner[2] to 198.18.3.2",
            "07[IKE] retransmit 1 of request with message ID 0");

    assertThat(picked(BRANCH, lines)).isEqualTo(lines);
  }

  @Test
  void shouldNotTakeAnAddressForALongerOne() {
    var short1 = loaded("short", "198.18.2.2");
    var long1 = loaded("long", "198.18.2.22");
    var lines =
        List.of(
            "06[IKE] <short|9> a line with a name",
            "07[IKE] <1> 198.18.2.22 is initiating an IKE_SA");

    assertThat(ConnectionLines.of(short1, List.of(short1, long1), lines))
        .containsExactly(lines.get(0));
    assertThat(ConnectionLines.of(long1, List.of(short1, long1), lines))
        .containsExactly(lines.get(1));
  }

  @Test
  void shouldKnowAnAddressOfIpv6InAnySpelling() {
    var mine = loaded("mine", "2001:DB8:0::2");
    var other = loaded("other", "2001:db8::0003");
    var lines =
        List.of(
            "06[IKE] <mine|9> a line with a name",
            "07[IKE] <1> 2001:db8::2 is initiating an IKE_SA",
            "08[IKE] <2> 2001:db8::3 is initiating an IKE_SA");

    assertThat(ConnectionLines.of(mine, List.of(mine, other), lines))
        .containsExactly(lines.get(0), lines.get(1));
  }

  @Test
  void shouldNotTakeLongerForManyConnections() {
    // Given: as many as a gateway may have, and a long log
    var all =
        IntStream.range(0, 10_000)
            .mapToObj(n -> loaded("c" + n, "198.19.%d.%d".formatted(n / 250, n % 250)))
            .toList();
    var lines =
        IntStream.range(0, 20_000)
            .mapToObj(
                n -> "07[NET] <%d> received packet: from 198.19.%d.7[500]".formatted(n, n % 40))
            .toList();

    // When: the peer of the first is none of those; a comparison with each would be 400 million
    var picked = ConnectionLines.of(all.getFirst(), all, lines);

    // Then
    assertThat(picked).isEmpty();
  }

  private static List<String> picked(LoadedConnection connection, List<String> lines) {
    return ConnectionLines.of(connection, List.of(BRANCH, PARTNER), lines);
  }

  private static LoadedConnection loaded(String name, String peer) {
    return LoadedConnection.of(name, connection(name, peer, "public key").section(name));
  }
}
