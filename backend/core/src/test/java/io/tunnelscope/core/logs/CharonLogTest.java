package io.tunnelscope.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.evidence.IkeExchange;
import io.tunnelscope.core.evidence.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharonLogTest {

  @Test
  void shouldTellPeersApartWhoseAddressesBeginAlike() throws IOException {
    // Given: daemons before 5.0 do not tell the size of a packet
    var log =
        """
        07[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
        07[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500]
        07[NET] sending packet: from 192.0.2.1[500] to 198.51.100.10[500]
        07[IKE] giving up after 5 retransmits
        """;

    // When
    var exchanges = read(log);

    // Then
    assertThat(exchanges)
        .filteredOn(exchange -> says(exchange, Signal.NO_ANSWER))
        .extracting(IkeExchange::peer)
        .containsExactly("198.51.100.10");
  }

  @Test
  void shouldKnowTheSizeOfTheLastPacketWhateverStoodBehindOneBefore() throws IOException {
    // Given
    var log =
        """
        07[ENC] generating IKE_SA_INIT request 0 [ SA KE No ]
        07[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] %s (1 bytes)
        07[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500]
        07[NET] sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (1168 bytes)
        07[IKE] giving up after 5 retransmits
        """
            .formatted("junk".repeat(1_000));

    // When
    var exchanges = read(log);

    // Then
    assertThat(exchanges)
        .flatExtracting(IkeExchange::lines)
        .filteredOn(line -> line.signal() == Signal.NO_ANSWER)
        .extracting(line -> line.facts().get("size"))
        .containsExactly("1168");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (1 bytes)",
        "parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]",
        "generating IKE_AUTH request 1 [ IDi ]",
        "authentication of 'a' successful",
        "IKE_SA site[1] established between 192.0.2.1[a]...198.51.100.1[b]"
      })
  void shouldReadALineThatIsCutAnywhere(String message) throws IOException {
    for (var cut = 0; cut <= message.length(); cut++) {
      // Given: the longest line that is read ends within the message, and is of a page that goes on
      var tag = "07[NET] ";
      var before = " ".repeat(LogText.MAX_LINE - tag.length() - cut);
      var log = tag + "received packet: from 198.51.100.1[500] to 192.0.2.1[500]\n";

      // When
      var exchanges = read(log + before + tag + message + "\n" + log);

      // Then
      assertThat(exchanges).hasSizeLessThan(2);
    }
  }

  private static boolean says(IkeExchange exchange, Signal signal) {
    return exchange.lines().stream().anyMatch(line -> line.signal() == signal);
  }

  private static List<IkeExchange> read(String log) throws IOException {
    var reader = new LogReader(Redaction.unkeyed(), Instant.EPOCH);
    reader.read("charon.log", new ByteArrayInputStream(log.getBytes(UTF_8)));
    return reader.evidence().stream()
        .filter(IkeExchange.class::isInstance)
        .map(IkeExchange.class::cast)
        .toList();
  }
}
