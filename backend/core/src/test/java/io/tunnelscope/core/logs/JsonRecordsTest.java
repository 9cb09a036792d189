package io.tunnelscope.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRecordsTest {

  @Test
  void shouldMakeALineOfEachRecordOfAnArray() throws IOException {
    assertThat(lines("[{\"a\":1,\"b\":[1,{\"c\":2}]}, {\"a\":\"[{\\\"},{\"}]"))
        .containsExactly(
            "1 [", "1 {\"a\":1,\"b\":[1,{\"c\":2}]},", "1  {\"a\":\"[{\\\"},{\"}", "1 ]");
  }

  @Test
  void shouldMakeALineOfEachRowOfATable() throws IOException {
    assertThat(
            lines("{\"tables\":[{\"columns\":[{\"name\":\"x\"}],\"rows\":[[\"1\",2],[\"3\",4]]}]}"))
        .contains("1 [\"1\",2],", "1 [\"3\",4]");
  }

  @Test
  void shouldJoinTheLinesOfARecordAndPointAtItsFirst() throws IOException {
    // Given
    var pretty = "{\n \"records\": [\r\n  {\n   \"a\": 1\n  },\n\n  {\n   \"b\": 2\n  }\n ]\n}\n";

    // Then
    assertThat(lines(pretty))
        .containsExactly(
            "1 {",
            "2  \"records\": [",
            "3   {    \"a\": 1   },",
            "7   {    \"b\": 2   }",
            "10  ]",
            "11 }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\n {\n  \"log\": \"one\"\n },\n {\n  \"log\": \"two\"\n }\n]\n",
        "{\"time\":\"1\",\"tables\":[{}]}\n{\"time\":\"2\"}\n",
        "[12] charon: [{ no JSON\nnext\n",
        "[]\n",
        "{\"a\":[[1],[2]]}"
      })
  void shouldLeaveAloneWhatHasNoRecordsOfMonitor(String text) throws IOException {
    var expected = new ArrayList<String>();
    var number = 0;
    for (var line : text.stripTrailing().split("\n", -1)) {
      expected.add(++number + " " + line);
    }
    assertThat(lines(text)).isEqualTo(expected);
  }

  @Test
  void shouldSurviveWhatOnlyBeginsAsJson() throws IOException {
    assertThat(lines("[{\"a\": \"never closed\nnext ]]]] } line\nlast")).contains("3 last");
  }

  @Test
  void shouldReadMoreThanALineMayHold() throws IOException {
    // Given
    var record = "{\"Message\":\"" + "x".repeat(500) + "\"}";
    var text = "[" + (record + ",").repeat(1_000) + record + "]";

    // Then
    assertThat(lines(text)).hasSize(1_003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void shouldReadEveryEncoding(String charset) throws IOException {
    var text = LogText.ofRecords(in("\uFEFF[{\"a\":1},{\"a\":2}]", Charset.forName(charset)));
    assertThat(lines(text)).contains("1 {\"a\":1},", "1 {\"a\":2}");
  }

  @Test
  void shouldCopyRecordsSoThatTheyAreReadAgainAsTheyAre() throws IOException {
    // Given
    var text = "[{\"Category\":\"IKEDiagnosticLog\"},{\"a\":\n2}]";

    // When
    var copy = new StringBuilder();
    var count = LogCopy.redacted(in(text, StandardCharsets.UTF_8), Redaction.unkeyed(), copy);

    // Then
    assertThat(count).isEqualTo(4);
    assertThat(lines(copy.toString()))
        .containsExactly("1 [", "2 {\"Category\":\"IKEDiagnosticLog\"},", "3 {\"a\": 2}", "4 ]");
  }

  private static List<String> lines(String text) throws IOException {
    return lines(LogText.ofRecords(in(text, StandardCharsets.UTF_8)));
  }

  private static List<String> lines(LogText text) throws IOException {
    var lines = new ArrayList<String>();
    while (text.next()) {
      lines.add(text.number() + " " + text.line());
    }
    return lines;
  }

  private static ByteArrayInputStream in(String text, Charset charset) {
    return new ByteArrayInputStream(text.getBytes(charset));
  }
}
