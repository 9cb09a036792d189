package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tunnelscope.app.identity.TenantId;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What keys seal, and where it opens. */
class EnvelopeTest {
  private static final TenantId OWN = tenant(1);
  private static final TenantId FOREIGN = tenant(2);
  private static final UUID ROW = new UUID(7, 7);
  private static final Place PLACE = new Place(SealedColumn.AZURE_ACCOUNT, ROW);
  private static final byte[] TEXT = "the secret itself".getBytes(UTF_8);

  @Test
  void shouldOpenWhatItSealedInItsPlace() {
    var sealed = key(OWN, 1).seal(PLACE, TEXT);

    assertThat(key(OWN, 1).open(PLACE, sealed.bytes())).isEqualTo(TEXT);
    assertThat(sealed.version()).isEqualTo(1);
    assertThat(sealed).asString().doesNotContain("secret itself");
  }

  @Test
  void shouldSealTheSameTextDifferentlyEachTime() {
    var key = key(OWN, 1);
    var seen = new HashSet<Buffer>();

    IntStream.range(0, 1_000).forEach(_ -> seen.add(key.seal(PLACE, TEXT).bytes()));

    assertThat(seen).hasSize(1_000);
    assertThat(seen).allSatisfy(each -> assertThat(each.toString(UTF_8)).doesNotContain("secret"));
  }

  /** The same bytes of a key each time: it is the place alone that differs. */
  static Stream<Moved> moves() {
    return Stream.of(
        new Moved("another tenant", key(FOREIGN, 1), PLACE),
        new Moved("another version of the key", key(OWN, 2), PLACE),
        new Moved("another table", key(OWN, 1), new Place(SealedColumn.LOG_STORAGE, ROW)),
        new Moved(
            "another row", key(OWN, 1), new Place(SealedColumn.AZURE_ACCOUNT, new UUID(7, 8))),
        new Moved("another key", new DataKey(stored(OWN, 1), bytes(2)), PLACE));
  }

  record Moved(String where, DataKey key, Place place) {}

  @ParameterizedTest
  @MethodSource("moves")
  void shouldNotOpenWhatWasCopiedElsewhere(Moved moved) {
    var sealed = key(OWN, 1).seal(PLACE, TEXT).bytes();

    assertThatThrownBy(() -> moved.key().open(moved.place(), sealed))
        .as(moved.where())
        .isInstanceOf(DoesNotOpen.class);
  }

  @Test
  void shouldNotOpenWhatWasChangedOrCut() {
    var key = key(OWN, 1);
    var sealed = key.seal(PLACE, TEXT).bytes().getBytes();

    for (int n = 0; n < sealed.length; n++) {
      var changed = sealed.clone();
      changed[n] ^= 1;
      var cut = Arrays.copyOf(sealed, n);
      assertThatThrownBy(() -> key.open(PLACE, Buffer.buffer(changed)))
          .isInstanceOf(DoesNotOpen.class);
      assertThatThrownBy(() -> key.open(PLACE, Buffer.buffer(cut))).isInstanceOf(DoesNotOpen.class);
    }
  }

  @Test
  void shouldWipeTheBytesOfAKeyOnceItIsOpen() {
    var bytes = bytes(1);

    new DataKey(stored(OWN, 1), bytes);

    assertThat(bytes).containsOnly(0);
  }

  @Test
  void shouldUnwrapAKeyForItsTenantAndVersionAlone() {
    var ring = KeyRing.parse(Path.of("keys"), List.of("a " + "A".repeat(43) + "="));
    var wrapped = ring.newest().wrap(new DataKeyId(OWN, 1), bytes(1));

    assertThat(ring.newest().unwrap(new StoredKey(new DataKeyId(OWN, 1), wrapped)))
        .isEqualTo(bytes(1));
    assertThat(Stream.of(new DataKeyId(FOREIGN, 1), new DataKeyId(OWN, 2)))
        .allSatisfy(
            id ->
                assertThatThrownBy(() -> ring.newest().unwrap(new StoredKey(id, wrapped)))
                    .isInstanceOf(DoesNotOpen.class));
  }

  private static DataKey key(TenantId tenant, int version) {
    return new DataKey(stored(tenant, version), bytes(1));
  }

  private static StoredKey stored(TenantId tenant, int version) {
    return new StoredKey(
        new DataKeyId(tenant, version), new WrappedKey("kek", Buffer.buffer("wrapped")));
  }

  private static byte[] bytes(int each) {
    var bytes = new byte[AesGcm.KEY_BYTES];
    Arrays.fill(bytes, (byte) each);
    return bytes;
  }

  private static TenantId tenant(int n) {
    return new TenantId(new UUID(0, n));
  }
}
