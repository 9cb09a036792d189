package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
  /** What is tried where an address is taken from a request and sent back as a redirect. */
  static Stream<String> payloads() {
    return Stream.of(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "//evil.example/%2f..",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "//\\evil.example",
        "https://evil.example",
        "http://evil.example",
        "HTTPS://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "http:\\\\evil.example",
        "ftp://evil.example",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "/javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://evil.example/x",
        "evil.example",
        "evil.example/t/mine",
        "@evil.example",
        "/@evil.example",
        "/t@evil.example",
        ":80",
        "/:80",
        "?return=/",
        "#/evil",
        "/#@evil.example",
        "/t/mine#//evil.example",
        "/..//evil.example",
        "/../evil",
        "/./evil",
        "/t/mine/../../evil",
        "/%2f%2fevil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/%0d%0aSet-Cookie:sid=x",
        "/\r\nSet-Cookie: sid=x",
        "/t\r\nLocation: https://evil.example",
        "/\tevil",
        "/\u0000evil",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\u2028evil",
        "/\uff0fevil.example",
        "\uff0f\uff0fevil.example",
        "/\u3002evil",
        "/t/mine?x=\r\nSet-Cookie: sid=x",
        "/t/mine?x=\u0000",
        "/t/mine?a\\b",
        "/t/mine?q=\uac00",
        "/t/mine?#x",
        "/login;jsessionid=1",
        "/t/<script>",
        "/\"onmouseover=alert(1)",
        "");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void shouldLeadToTheStartPageInsteadOfElsewhere(String payload) {
    assertThat(ReturnPath.of(payload).path()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/t/contoso", "/t/contoso/runs?state=FAILED&q=sim%2FSlow", "/t/a-b_c/x/"})
  void shouldLeadToPagesOfOurs(String path) {
    assertThat(ReturnPath.of(path).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/t/contoso, contoso",
    "/t/contoso/runs?x=/t/fabrikam, contoso",
    "/t/contoso?x, contoso",
    "/t/Contoso, ''",
    "/t/, ''",
    "/x/t/contoso, ''"
  })
  void shouldKnowTheTenantOfAPage(String path, String slug) {
    assertThat(ReturnPath.of(path).tenant().orElse("")).isEqualTo(slug);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_001, 1_000_000})
  void shouldNotTakeAPathWithoutEnd(int length) {
    assertThat(ReturnPath.of("/" + "a".repeat(length - 1)).path()).isEqualTo("/");
  }
}
