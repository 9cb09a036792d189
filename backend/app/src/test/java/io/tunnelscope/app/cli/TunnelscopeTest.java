package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelscopeTest {
  @TempDir Path folder;
  private CalledCli cli;

  @BeforeEach
  void call() {
    cli = new CalledCli(folder, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "analyse, analyze",
    "tragets, targets",
    "hist, history",
  })
  void shouldSuggestTheVerbThatWasProbablyMeant(String typed, String meant) {
    // When
    var answer = cli.call(typed);
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).startsWith("tunnelscope: ").contains(typed, meant);
  }

  @Test
  void shouldSuggestTheOptionThatWasProbablyMeant() {
    // When
    var answer = cli.call("run", "--fromat", "json", "sim/NoFault");
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).contains("--fromat", "--format");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "show", "last", "why", "report", "history", "diff", "logs", "analyze"})
  void shouldSayWhatAVerbNeeds(String verb) {
    // When
    var answer = cli.call(verb);
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).contains(verb, "tunnelscope help " + verb);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit list",
        "audit export",
        "audit verify",
        "tenant list",
        "tenant limits",
        "tenant export",
        "tenant delete",
        "run",
        "runs",
        "slack manifest"
      })
  void shouldExplainEveryOptionInKorean(String verb) {
    // When
    var answer = cli.with("LANG", "ko_KR.UTF-8").call((verb + " --help").split(" ", -1));
    // Then
    assertThat(answer.status()).isZero();
    assertThat(answer.out().lines().filter(line -> line.matches(" +(-h, )?--.*")))
        .isNotEmpty()
        .allMatch(line -> line.matches(".*\\p{IsHangul}.*"));
  }

  @Test
  void shouldSayWhatADemoWithTheLabNeeds() {
    // When: as root on Linux there is no lab, everybody else may have none
    var answer = cli.with("LAB_DIR", folder.resolve("no-lab").toString()).call("demo", "--lab");
    // Then
    assertThat(answer.status()).isIn(69, 77);
    assertThat(answer.complaint()).startsWith("tunnelscope: ").contains("lab");
    assertThat(folder.resolve(".tunnelscope")).doesNotExist();
  }

  @Test
  void shouldSendWhoeverHasTheJarAloneToACheckoutForTheLab() {
    // When
    var answer = cli.call("lab", "fault", "psk-mismatch");
    // Then
    assertThat(answer.status()).isEqualTo(69);
    assertThat(answer.complaint()).contains("a checkout: run ./tunnelscope lab");
  }

  @Test
  void shouldSpeakKoreanWhereTheEnvironmentDoes() {
    // When
    var answer = cli.with("LANG", "ko_KR.UTF-8").call("tragets");
    // Then
    assertThat(answer.complaint()).contains("명령은 없습니다").contains("targets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo", "analyze", "targets", "list", "status", "last", "why", "report", "whoami", "run",
        "runs", "show", "logs", "history", "diff", "cancel", "serve", "migrate", "version", "help",
        "lab", "slack"
      })
  void shouldExplainEveryVerbInKoreanWhereTheEnvironmentIs(String verb) {
    // When
    var english = cli.call("help", verb).out();
    var korean = cli.with("LANG", "ko_KR.UTF-8").call("help", verb).out();
    // Then
    assertThat(korean).startsWith("사용법: ").contains(verb);
    assertThat(english.lines().filter(line -> line.matches(".*[a-z]{2,}\\.")))
        .isNotEmpty()
        .noneMatch(korean::contains);
  }

  @Test
  void shouldSayInKoreanThatTheDatabaseDoesNotAnswer() {
    // When
    var answer =
        cli.with("LANG", "ko_KR.UTF-8")
            .with("TUNNELSCOPE_MIGRATE_DATABASE_URL", "postgresql://who:pw@127.0.0.1:1/none")
            .call("migrate");
    // Then
    assertThat(answer.status()).isEqualTo(69);
    assertThat(answer.complaint()).contains("데이터베이스가 응답하지 않습니다: ").doesNotContain("pw@");
  }

  @Test
  void shouldLetTheOptionWinOverTheEnvironment() throws IOException {
    // Given
    var empty = Files.createFile(folder.resolve("empty.log"));
    // When
    var answer =
        cli.with("LANG", "ko_KR.UTF-8").call("analyze", "--language", "en", empty.toString());
    // Then
    assertThat(answer.complaint()).contains("is empty");
  }

  @Test
  void shouldPointAtTheDemoWhenNoServerIsKnown() {
    // When
    var answer = cli.call("targets");
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).contains("TUNNELSCOPE_URL", "tunnelscope demo");
  }

  @Test
  void shouldSayThatNoServerAnswers() {
    // Given a port that nobody listens on
    var lost =
        cli.with("TUNNELSCOPE_URL", "http://127.0.0.1:1")
            .with("TUNNELSCOPE_TENANT", "contoso")
            .with("TUNNELSCOPE_TOKEN", "vpnt_secret");
    // When
    var answer = lost.call("targets");
    // Then
    assertThat(answer.status()).isEqualTo(69);
    assertThat(answer.complaint()).contains("127.0.0.1:1").doesNotContain("vpnt_secret");
  }

  @Test
  void shouldRefuseFilesThatAreNoLogs() throws IOException {
    // Given
    var text = Files.writeString(folder.resolve("note.txt"), "buy milk\n");
    var empty = Files.createFile(folder.resolve("empty.log"));
    var zip = Files.write(folder.resolve("broken.zip"), "PK\u0003\u0004junk".getBytes(UTF_8));
    for (var file : java.util.List.of(text, empty, zip, folder.resolve("absent"))) {
      // When
      var answer = cli.call("analyze", file.toString());
      // Then
      assertThat(answer.status()).isEqualTo(65);
      assertThat(answer.complaint()).contains(file.getFileName().toString(), ": ");
    }
  }

  @Test
  void shouldTellHowTheNegotiationWent() throws IOException {
    // Given
    var log =
        Files.writeString(
            folder.resolve("ike.log"),
            """
            Nov 20 09:15:01 edge charon[811]: 07[NET] <3> received packet: from 203.0.113.9[500] to 198.51.100.1[500] (464 bytes)
            Nov 20 09:15:01 edge charon[811]: 07[ENC] <3> parsed IKE_SA_INIT request 0 [ SA KE No ]
            Nov 20 09:15:01 edge charon[811]: 07[CFG] <3> received proposals: IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024
            Nov 20 09:15:01 edge charon[811]: 07[CFG] <3> configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
            Nov 20 09:15:01 edge charon[811]: 07[IKE] <3> received proposals unacceptable
            """);
    // When
    var english = cli.call("analyze", log.toString()).out();
    var korean = cli.with("LANG", "ko_KR.UTF-8").call("analyze", log.toString()).out();
    var json = cli.call("analyze", "--format", "json", log.toString()).out();
    // Then
    assertThat(english)
        .contains("How it went", "09:15:01  ←  IKE_SA_INIT: message received")
        .contains("·  IKE_SA_INIT: no algorithms in common");
    assertThat(korean).contains("진행 과정", "IKE_SA_INIT: 공통 알고리즘 없음");
    assertThat(json).contains("\"timeline\"", "\"event\"");
    var root = new JsonObject(json).getJsonArray("results").getJsonObject(0);
    assertThat(root.getJsonArray("comparison").getJsonObject(0).getMap())
        .containsEntry("label", "encryption")
        .containsEntry("ours", List.of("aes256"))
        .containsEntry("theirs", List.of("aes128"));
  }

  @Test
  void shouldNotLetAFileNameSteerTheTerminal() {
    // When
    var answer = cli.call("analyze", "evil\u001B[2J\nname");
    // Then
    assertThat(answer.complaint()).doesNotContain("\u001B");
  }

  @Test
  void shouldRefuseADemoThatOthersCouldReachWithoutEncryption() {
    // When
    var answer =
        cli.with("TUNNELSCOPE_HTTP_HOST", "0.0.0.0")
            .call("demo", "--port", "0", "--data", folder.resolve("D").toString());
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).contains("TUNNELSCOPE_TLS_CERT");
    assertThat(folder.resolve("D")).doesNotExist();
  }

  @Test
  void shouldSayAllMistakesOfTheSettingsAtOnce() {
    // When
    var answer = cli.with("TUNNELSCOPE_WORKERS", "many").call("serve");
    // Then
    assertThat(answer.status()).isEqualTo(64);
    assertThat(answer.complaint()).contains("TUNNELSCOPE_WORKERS", "TUNNELSCOPE_DATABASE_URL");
  }

  @Test
  void shouldExplainEveryVerbThatTheOverviewNames() {
    // Given
    var overview = cli.call("help").out();
    for (var verb : overview.lines().filter(line -> line.startsWith("  ")).toList()) {
      var name = verb.strip().split(" ", 2)[0];
      if (!name.equals("test")) { // of the launcher
        // When
        var answer = cli.call("help", name);
        // Then
        assertThat(answer.status()).as(name).isZero();
        assertThat(answer.out()).contains("tunnelscope " + name);
      }
    }
  }
}
