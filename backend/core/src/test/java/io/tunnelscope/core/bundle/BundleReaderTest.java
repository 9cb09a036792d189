package io.tunnelscope.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import io.tunnelscope.core.evidence.LogFile;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleReaderTest {

  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String STATS =
      "Connectivity State : Connected\nIngress Bytes (since last connected) : 1 KB\n";
  private final BundleReader reader = new BundleReader(Limits.ofUploads());

  @Test
  void shouldRefuseAnEmptyFile() {
    assertThat(refusal(source("a.log", "")).reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void shouldRefuseATextThatIsNoLog() {
    // When
    var refused = refusal(source("poem.txt", "Roses are red\nError: violets are blue\n"));

    // Then
    assertThat(refused.reason()).isEqualTo(Reason.NOT_A_LOG);
    assertThat(refused.sentence(Language.EN))
        .startsWith("poem.txt holds no log lines")
        .doesNotContain("\n");
    assertThat(refused.sentence(Language.KO)).startsWith("poem.txt");
  }

  @Test
  void shouldRefuseACorruptZip() {
    assertThat(refusal(source("a.zip", "PK\u0003\u0004 and then nothing")).reason())
        .isEqualTo(Reason.CORRUPT_ARCHIVE);
  }

  @Test
  void shouldTellByContentWhatAFileIs() throws IOException {
    // When
    var evidence = reader.read(List.of(source("IKELogs.txt", STATS)), Scope.LOGS, AT);

    // Then
    assertThat(evidence.files())
        .containsExactly(new LogFile("IKELogs.txt", "azure-connection-stats", 2));
    assertThat(evidence.tunnels().getFirst().ingressBytes()).hasValue(1024);
  }

  @Test
  void shouldReadOnWhenOneFileOfManyIsOfNoUse() throws IOException {
    // When
    var evidence =
        reader.read(
            List.of(
                source("stats.txt", STATS),
                source("empty.txt", ""),
                source("readme.md", "# hello")),
            Scope.LOGS,
            AT);

    // Then
    assertThat(evidence.files()).extracting(LogFile::name).containsExactly("stats.txt");
    assertThat(evidence.missing())
        .containsExactly(
            new Missing("file empty.txt", Missing.Why.EMPTY),
            new Missing("file readme.md", Missing.Why.NOT_RECOGNISED));
  }

  @Test
  void shouldKeepInputsOfTheSameNameApart() throws IOException {
    var evidence =
        reader.read(List.of(source("s.txt", STATS), source("s.txt", STATS)), Scope.LOGS, AT);
    assertThat(evidence.files()).extracting(LogFile::name).containsExactly("s.txt", "s.txt (2)");
  }

  @Test
  void shouldTakeAFolderAsItsFiles(@TempDir Path folder) throws IOException {
    // Given
    Files.createDirectory(folder.resolve("instance 0"));
    Files.writeString(folder.resolve("instance 0/ConnectionStats.txt"), STATS);
    Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("instance 0/ConnectionStats.txt"));

    // When
    var sources = reader.sources(folder);

    // Then
    assertThat(sources)
        .extracting(LogSource::name)
        .containsExactly("instance 0/ConnectionStats.txt");
    assertThat(reader.read(sources, Scope.LOGS, AT).tunnels()).hasSize(1);
  }

  @Test
  void shouldRefuseAFolderWithoutFiles(@TempDir Path folder) {
    assertThat(catchThrowableOfType(UnusableInput.class, () -> reader.sources(folder)).reason())
        .isEqualTo(Reason.NO_FILES);
  }

  @Test
  void shouldMakeNamesOfStrangersHarmless() {
    var refused = new UnusableInput(Reason.EMPTY, "a\u001b[31m\n\u202eb");
    assertThat(refused.sentence(Language.EN)).startsWith("a\uFFFD[31m\uFFFD\uFFFDb is empty");
  }

  @Test
  void shouldKeepSecretsOutOfTheProof() throws IOException {
    var text =
        "Remote 192.0.2.1:500: Local 192.0.2.2:500: [LOCAL] psk=hunter22 failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)\n";
    var evidence = reader.read(List.of(source("IKELogs.txt", text)), Scope.LOGS, AT);
    assertThat(evidence.ikeExchanges().getFirst().refs().getFirst().text())
        .doesNotContain("hunter22")
        .contains("psk=[redacted:key:");
  }

  private UnusableInput refusal(LogSource source) {
    return catchThrowableOfType(
        UnusableInput.class, () -> reader.read(List.of(source), Scope.LOGS, AT));
  }

  private static LogSource source(String name, String text) {
    return LogSource.of(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
