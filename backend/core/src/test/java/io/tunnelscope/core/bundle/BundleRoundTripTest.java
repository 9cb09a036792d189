package io.tunnelscope.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.SaState;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written for a run is read back as the same trouble, whichever gateway wrote it and
 * however it is encoded.
 */
class BundleRoundTripTest {

  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final String PEER = "203.0.113.7";

  static Stream<Arguments> stories() {
    return Stream.of(Generation.values())
        .flatMap(
            generation ->
                Stream.of(
                    Arguments.of(
                        generation, IkeStory.authenticationFailed(AT), Cause.AUTH_PSK_MISMATCH),
                    Arguments.of(generation, IkeStory.peerSilent(AT), Cause.PEER_UNREACHABLE),
                    Arguments.of(
                        generation, IkeStory.ikePolicyMismatch(AT), Cause.IKE_PROPOSAL_MISMATCH),
                    Arguments.of(
                        generation, IkeStory.espPolicyMismatch(AT), Cause.ESP_PROPOSAL_MISMATCH),
                    Arguments.of(generation, IkeStory.selectorsRefused(AT), Cause.TS_MISMATCH),
                    Arguments.of(generation, IkeStory.notConfigured(AT), Cause.CONFIG_NOT_LOADED)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void shouldReadBackWhatWasWritten(Generation generation, List<IkeRecord> story, Cause cause)
      throws IOException {
    // Given
    var files = BundleWriter.files(broken(story), generation);

    // When
    var plain = diagnose(read(files, UnaryOperator.identity(), StandardCharsets.UTF_8));
    var windows =
        diagnose(read(files, text -> text.replace("\n", "\r\n"), StandardCharsets.UTF_16LE));
    var marked = diagnose(read(files, text -> "\uFEFF" + text, StandardCharsets.UTF_8));

    // Then
    assertThat(plain.worst().cause()).isEqualTo(cause);
    assertThat(plain.findings()).hasSize(1);
    assertThat(plain.worst().proof()).isNotEmpty();
    assertThat(windows.findings()).isEqualTo(plain.findings());
    assertThat(marked.findings()).isEqualTo(plain.findings());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void shouldPointAtTheLineItself(Generation generation) throws IOException {
    // Given
    var files = BundleWriter.files(broken(IkeStory.authenticationFailed(AT)), generation);

    // When
    var proof =
        diagnose(read(files, UnaryOperator.identity(), StandardCharsets.UTF_8)).worst().proof();

    // Then
    assertThat(proof)
        .allSatisfy(
            ref -> {
              var file =
                  files.stream().filter(f -> f.name().equals(ref.file())).findFirst().orElseThrow();
              assertThat(file.text().lines().toList().get(ref.line() - 1)).isEqualTo(ref.text());
            });
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void shouldWriteCountersAloneWhenHealthy(Generation generation) throws IOException {
    // Given
    var healthy =
        new BundleContent(
            "20.0.0.1",
            PEER,
            true,
            Optional.of(connected()),
            Optional.empty(),
            IkeStory.established(AT),
            false);

    // When
    var files = BundleWriter.files(healthy, generation);
    var evidence = read(files, UnaryOperator.identity(), StandardCharsets.UTF_8);

    // Then
    assertThat(files).extracting(BundleFile::name).containsExactly("ConnectionStats.txt");
    assertThat(diagnose(evidence).worst().cause()).isEqualTo(Cause.HEALTHY);
    var tunnel = evidence.tunnels().getFirst();
    assertThat(tunnel.ingressBytes()).hasValue(288);
    assertThat(tunnel.connectedSince()).contains(Instant.parse("2026-11-19T20:22:06Z"));
    assertThat(tunnel.remoteEndpoint()).isEqualTo(PEER);
  }

  @Test
  void shouldNameTheFilesOfEachGeneration() {
    var content =
        new BundleContent(
            "20.0.0.1",
            PEER,
            false,
            Optional.of(connected()),
            Optional.of(new CpuSample(12, OptionalInt.of(641), List.of())),
            IkeStory.peerSilent(AT),
            false);
    assertThat(BundleWriter.files(content, Generation.NEWER))
        .extracting(BundleFile::name)
        .containsExactly("ConnectionStats.txt", "CPUStats.txt", "IKELogs.txt");
    assertThat(BundleWriter.files(content, Generation.OLDER))
        .extracting(BundleFile::name)
        .containsExactly(
            "ConnectionStats.txt",
            "CPUStats.txt",
            "IKEErrors.txt",
            "Scrubbed-wfpdiag.txt",
            "wfpdiag.txt.sum");
  }

  @Test
  void shouldReadAnUndecodedTraceAsSuch() throws IOException {
    // Given
    var content =
        new BundleContent(
            "20.0.0.1",
            PEER,
            false,
            Optional.empty(),
            Optional.empty(),
            IkeStory.peerSilent(AT),
            true);

    // When
    var diagnosis =
        diagnose(
            read(
                BundleWriter.files(content, Generation.OLDER),
                UnaryOperator.identity(),
                StandardCharsets.UTF_8));

    // Then
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.LOG_UNREADABLE);
  }

  @Test
  void shouldZipTheSameFilesToTheSameBytesAndReadThemBack() throws IOException {
    // Given
    var files = BundleWriter.files(broken(IkeStory.selectorsRefused(AT)), Generation.NEWER);
    var once = new ByteArrayOutputStream();
    var again = new ByteArrayOutputStream();

    // When
    BundleWriter.zip(files, once);
    BundleWriter.zip(files, again);
    var evidence =
        new BundleReader(Limits.ofUploads())
            .read(List.of(LogSource.of("bundle.bin", once.toByteArray())), Scope.LOGS, AT);

    // Then
    assertThat(once.toByteArray()).isEqualTo(again.toByteArray());
    assertThat(evidence.files()).hasSize(2);
    assertThat(diagnose(evidence).worst().cause()).isEqualTo(Cause.TS_MISMATCH);
  }

  private static BundleContent broken(List<IkeRecord> story) {
    var down =
        new TunnelStatus(
            "",
            SaState.NOT_CONNECTED,
            PEER,
            OptionalLong.of(0),
            OptionalLong.of(0),
            Optional.empty(),
            List.of());
    return new BundleContent(
        "20.0.0.1", PEER, false, Optional.of(down), Optional.empty(), story, false);
  }

  private static TunnelStatus connected() {
    return new TunnelStatus(
        "",
        SaState.CONNECTED,
        PEER,
        OptionalLong.of(288),
        OptionalLong.of(288),
        Optional.of(Instant.parse("2026-11-19T20:22:06Z")),
        List.of());
  }

  private static EvidenceSet read(
      List<BundleFile> files, UnaryOperator<String> change, Charset charset) throws IOException {
    var sources =
        files.stream()
            .map(file -> LogSource.of(file.name(), change.apply(file.text()).getBytes(charset)))
            .toList();
    return new BundleReader(Limits.ofUploads()).read(sources, Scope.CONNECTION, AT);
  }

  private static Diagnosis diagnose(EvidenceSet evidence) {
    return StandardRules.book().diagnose(evidence, AT, AT);
  }
}
