package io.tunnelscope.app.providers.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Fault;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleshootResultTest {
  private static Optional<TroubleshootResult> read(String json) {
    return TroubleshootResult.read(new Members(new JsonObject(json)));
  }

  @ParameterizedTest
  @CsvSource({
    "{'id':'Authentication'},Authentication",
    "{'id':'000000';'reasonType':'VipUnResponsive'},VipUnResponsive",
    "{'ID':'authentication'},Authentication",
    "{'id':'WfpParse Error'},WfpParseError",
    "{'id':'WfpParseError'},WfpParseError",
    "{'id':'ConnectionMarkedStandy'},ConnectionMarkedStandby",
    "{'id':null;'reasonType':'NoFault'},NoFault"
  })
  void shouldFindTheFaultHoweverItIsSpelt(String detail, String fault) {
    var json = detail.replace('\'', '"').replace(';', ',');
    var result = read("{\"results\":[" + json + "]}").orElseThrow();
    assertThat(Fault.parse(result.details().getFirst().fault()).orElseThrow().wireId())
        .isEqualTo(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2017-01-12T18:31:41.562646Z",
        "2017-01-12T10:31:41.562646-08:00",
        "2017-01-12T18:31:41.562646+00:00"
      })
  void shouldReadEveryTimeThatNamesItsOffset(String time) {
    var result = read("{\"code\":\"Healthy\",\"startTime\":\"" + time + "\"}").orElseThrow();
    assertThat(result.startTime()).contains(Instant.parse("2017-01-12T18:31:41.562646Z"));
  }

  @Test
  void shouldDoWithoutWhatIsMissingAndWithWhatIsNew() {
    // When
    var result =
        read("""
                {"Code": "Degraded", "startTime": "yesterday", "endTime": 7, "results": null, "news": [{}]}
                """)
            .orElseThrow();

    // Then
    assertThat(result.code()).contains("Degraded");
    assertThat(result.startTime()).isEmpty();
    assertThat(result.details()).isEmpty();
    assertThat(result.isHealthy()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"results\":[]}", "{\"results\":{\"a\":1}}", "{\"results\":[1,\"x\"]}"})
  void shouldTellWhatIsNoResult(String json) {
    assertThat(read(json)).isEmpty();
  }
}
