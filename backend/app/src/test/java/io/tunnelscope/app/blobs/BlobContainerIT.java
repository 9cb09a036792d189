package io.tunnelscope.app.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.Azurite;
import io.tunnelscope.app.testing.FaultyServer;
import io.tunnelscope.app.testing.Results;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Containers of a real Azurite, and of servers that do not behave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BlobContainerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Blobs blobs = new Blobs(vertx);
  private Azurite azurite;
  private BlobContainer container;

  @BeforeAll
  void start() {
    azurite = Azurite.start();
    container = blobs.open(azurite.newContainer("logs"));
  }

  @AfterAll
  void stop() {
    if (azurite != null) {
      azurite.close();
    }
    Results.of(blobs.close());
    Results.of(vertx.close());
  }

  private static byte[] noise(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void put(BlobContainer container, String name, byte[] content) throws IOException {
    container.put(name, new ByteArrayInputStream(content), PATIENCE);
  }

  private static byte[] read(BlobContainer container, String name) throws IOException {
    var out = new ByteArrayOutputStream();
    container.read(name, out, Long.MAX_VALUE, PATIENCE);
    return out.toByteArray();
  }

  private static BlobFailure failureOf(ThrowingCallable call) {
    return catchThrowableOfType(BlobFailed.class, call).failure();
  }

  @Test
  void shouldGiveBackWhatWasWritten() throws Exception {
    // Given: several pieces, the last one not full
    var content = noise(2 * BlobContainer.BLOCK + 17);

    // When
    put(container, "several/pieces.zip", content);

    // Then
    assertThat(read(container, "several/pieces.zip")).isEqualTo(content);
    try (var in = container.open("several/pieces.zip", PATIENCE)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void shouldKeepABlobWithoutBytes() throws Exception {
    // When
    put(container, "empty", new byte[0]);

    // Then
    assertThat(read(container, "empty")).isEmpty();
  }

  @Test
  void shouldListWhatWasWrittenSince() throws Exception {
    // Given
    var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    put(container, "listed/a.txt", "one".getBytes(UTF_8));
    put(container, "listed/b.txt", "twofold".getBytes(UTF_8));
    put(container, "elsewhere/c.txt", "no".getBytes(UTF_8));

    // When
    var since = container.list("listed/", before, 10, PATIENCE);
    var later = container.list("listed/", before.plusSeconds(3600), 10, PATIENCE);
    var one = container.list("listed/", before, 1, PATIENCE);

    // Then
    assertThat(since.complete()).isTrue();
    assertThat(since.blobs())
        .extracting(Blob::name)
        .containsExactly("listed/a.txt", "listed/b.txt");
    assertThat(since.blobs()).extracting(Blob::bytes).containsExactly(3L, 7L);
    assertThat(since.blobs()).allMatch(blob -> !blob.lastModified().isBefore(before));
    assertThat(since.blobs()).extracting(Blob::etag).doesNotHaveDuplicates();
    assertThat(later).isEqualTo(new BlobListing(List.of(), true));
    assertThat(one.complete()).isFalse();
    assertThat(one.blobs()).extracting(Blob::name).containsExactly("listed/a.txt");
  }

  @Test
  void shouldRemoveABlobOnceAndForAll() throws Exception {
    // Given
    put(container, "removed", noise(5));

    // When
    container.remove("removed", PATIENCE);
    container.remove("removed", PATIENCE);

    // Then
    assertThat(failureOf(() -> read(container, "removed"))).isEqualTo(new BlobFailure.NoSuchBlob());
  }

  @Test
  void shouldTakeNoMoreThanItsCallerWants() throws Exception {
    // Given
    put(container, "large", noise(1000));
    var out = new ByteArrayOutputStream();

    // When
    var failure = failureOf(() -> container.read("large", out, 999, PATIENCE));

    // Then
    assertThat(failure).isEqualTo(new BlobFailure.TooLarge(999));
    assertThat(out.size()).isZero();
  }

  @Test
  void shouldNotMixTwoVersionsOfABlob() throws Exception {
    // Given
    put(container, "rewritten", noise(BlobContainer.PIECE + 1));
    try (var in = container.open("rewritten", PATIENCE)) {
      in.readNBytes(BlobContainer.PIECE);
      put(container, "rewritten", noise(BlobContainer.PIECE + 2));

      // When
      var failure = failureOf(in::read);

      // Then
      assertThat(failure).isEqualTo(new BlobFailure.Changed());
    }
  }

  @Test
  void shouldFindAContainerUsable() throws Exception {
    // When
    var withKey = container.check("check/1", PATIENCE);
    var withSignature = signed("rwdl").check("check/2", PATIENCE);

    // Then
    assertThat(withKey).isEqualTo(ContainerState.USABLE);
    assertThat(withSignature).isEqualTo(ContainerState.USABLE);
    assertThat(container.list("check/", Instant.EPOCH, 10, PATIENCE).blobs()).isEmpty();
  }

  private BlobContainer signed(String permissions) {
    return blobs.open(
        BlobAddress.withSignature(
            azurite.container("logs"), azurite.signature("logs", permissions)));
  }

  @Test
  void shouldOnlyReadWithASignatureThatOnlyReads() throws Exception {
    // Given
    put(container, "readable", noise(9));
    var reader = signed("r");

    // When
    var failure = failureOf(() -> put(reader, "readable", noise(10)));

    // Then
    assertThat(failure).isEqualTo(new BlobFailure.NotAllowed());
    assertThat(read(reader, "readable")).isEqualTo(noise(9));
    assertThat(reader.check("check/3", PATIENCE)).isEqualTo(ContainerState.NOT_ALLOWED);
  }

  @Test
  void shouldNotBeAllowedWithAWrongKey() {
    // Given
    var wrong =
        blobs.open(
            BlobAddress.withKey(
                azurite.container("logs"),
                new Secret(Base64.getEncoder().encodeToString(noise(64)))));

    // When
    var state = wrong.check("check/4", PATIENCE);

    // Then
    assertThat(state).isEqualTo(ContainerState.NOT_ALLOWED);
    assertThat(failureOf(() -> wrong.list("", Instant.EPOCH, 1, PATIENCE)))
        .isEqualTo(new BlobFailure.NotAllowed());
  }

  @Test
  void shouldMissAContainer() {
    // Given
    var missing = blobs.open(BlobAddress.withKey(azurite.container("never-made"), azurite.key()));

    // When
    var state = missing.check("check/5", PATIENCE);

    // Then
    assertThat(state).isEqualTo(ContainerState.NO_SUCH_CONTAINER);
    assertThat(failureOf(() -> missing.open("any", PATIENCE)))
        .isIn(new BlobFailure.NoSuchContainer(), new BlobFailure.NoSuchBlob());
  }

  @Test
  void shouldSayWhenTheAccountGoesAwayInTheMiddleOfARead() throws Exception {
    try (var mortal = Azurite.start()) {
      // Given
      var container = blobs.open(mortal.newContainer("logs"));
      put(container, "long", noise(2 * BlobContainer.BLOCK));
      try (var in = container.open("long", PATIENCE)) {
        in.readNBytes(BlobContainer.PIECE);
        mortal.kill();

        // When
        var failure = failureOf(in::read);

        // Then
        assertThat(failure).isEqualTo(new BlobFailure.Unreachable());
      }
    }
  }

  @Test
  void shouldSayWhenTheAccountGoesAwayInTheMiddleOfAWrite() throws Exception {
    try (var mortal = Azurite.start()) {
      // Given
      var container = blobs.open(mortal.newContainer("logs"));
      var content = killing(mortal, new ByteArrayInputStream(noise(2 * BlobContainer.BLOCK)));

      // When
      var failure = failureOf(() -> container.put("long", content, PATIENCE));

      // Then
      assertThat(failure).isEqualTo(new BlobFailure.Unreachable());
    }
  }

  /** Kills the account before the second piece is read. */
  private static InputStream killing(Azurite mortal, InputStream content) {
    return new FilterInputStream(content) {
      private int pieces;

      @Override
      public byte[] readNBytes(int length) throws IOException {
        if (++pieces == 2) {
          mortal.kill();
        }
        return super.readNBytes(length);
      }
    };
  }

  @Test
  void shouldNotShowABlobThatWasNotWrittenToItsEnd() {
    // Given
    var broken =
        new FilterInputStream(new ByteArrayInputStream(noise(2 * BlobContainer.BLOCK))) {
          private int pieces;

          @Override
          public byte[] readNBytes(int length) throws IOException {
            if (++pieces == 2) {
              throw new IOException("the disk is broken");
            }
            return super.readNBytes(length);
          }
        };

    // When
    assertThatThrownBy(() -> container.put("half", broken, PATIENCE))
        .hasMessage("the disk is broken");

    // Then
    assertThat(failureOf(() -> read(container, "half"))).isEqualTo(new BlobFailure.NoSuchBlob());
  }

  @Test
  void shouldNotWaitForAnAccountThatSaysNothing() {
    try (var silent = FaultyServer.onPort((in, out) -> {})) {
      // When
      var failure = failureOf(() -> at(silent).list("", Instant.EPOCH, 1, Duration.ofMillis(1500)));

      // Then
      assertThat(failure).isEqualTo(new BlobFailure.TooSlow());
    }
  }

  @Test
  void shouldFollowNoRedirect() throws Exception {
    // Given
    var visits = new AtomicInteger();
    try (var inner = FaultyServer.onPort((in, out) -> visits.incrementAndGet());
        var server =
            FaultyServer.onPort(
                FaultyServer.thenHangUp(
                    (in, out) ->
                        answer(
                            out,
                            "307 Temporary Redirect",
                            "Location: http://127.0.0.1:%d/a/logs".formatted(inner.port()))))) {
      // When
      var failure = failureOf(() -> at(server).list("", Instant.EPOCH, 1, PATIENCE));

      // Then
      assertThat(failure).isEqualTo(new BlobFailure.Refused(307));
      assertThat(visits).hasValue(0);
    }
  }

  @Test
  void shouldTryABusyAccountThreeTimes() throws Exception {
    // Given
    var tries = new AtomicInteger();
    try (var server =
        FaultyServer.onPort(
            FaultyServer.thenHangUp(
                (in, out) -> {
                  tries.incrementAndGet();
                  answer(out, "503 Server Busy", "x-ms-error-code: ServerBusy");
                }))) {
      // When
      var failure = failureOf(() -> at(server).list("", Instant.EPOCH, 1, PATIENCE));

      // Then
      assertThat(failure).isEqualTo(new BlobFailure.Busy());
      assertThat(tries).hasValue(3);
    }
  }

  private BlobContainer at(FaultyServer server) {
    return blobs.open(
        BlobAddress.withKey(
            URI.create("http://127.0.0.1:%d/account/logs".formatted(server.port())),
            new Secret("a2V5")));
  }

  private static void answer(OutputStream out, String status, String header) throws IOException {
    out.write(
        "HTTP/1.1 %s\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(status, header)
            .getBytes(UTF_8));
  }

  @Test
  void shouldNameNeitherKeyNorSignature() {
    // Given
    var secret = "sig=" + UUID.randomUUID();
    var address = BlobAddress.withSignature(azurite.container("logs"), new Secret(secret));

    // When
    var failed =
        catchThrowableOfType(
            BlobFailed.class, () -> blobs.open(address).list("", Instant.EPOCH, 1, PATIENCE));

    // Then
    assertThat(address.toString()).doesNotContain(secret);
    assertThat(failed).hasMessage("NOT_ALLOWED").hasNoCause();
  }

  @Test
  void shouldWorkForThoseWhoCannotWait() {
    // When
    var written =
        blobs.run(
            BlobAddress.withKey(azurite.container("logs"), azurite.key()),
            container -> {
              put(container, "from-afar", noise(3));
              return read(container, "from-afar");
            });

    // Then
    assertThat(Results.of(written)).isEqualTo(noise(3));
  }

  @Test
  void shouldNotBeAskedOnAnEventLoop() {
    // When
    var asked = Results.failureOf(vertx.timer(1).map(_ -> container.check("check/6", PATIENCE)));

    // Then
    assertThat(asked).isInstanceOf(IllegalStateException.class);
  }
}
