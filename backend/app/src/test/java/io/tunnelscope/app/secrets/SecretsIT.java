package io.tunnelscope.app.secrets;

import static io.tunnelscope.app.testing.Results.failureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestKeys;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.tunnelscope.core.logs.Redaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed values in the real database, and the keys that seal them. */
@BackendTest
class SecretsIT {
  private static final String LINE = "pre-shared-key: hunter2hunter2";

  private final Vertx vertx;
  private final Db db;
  private final TestDatabase database;
  private final TestTenants tenants;
  private final Kms kms;
  private final Envelope envelope;
  private TestTenant tenant;
  private SubscriptionId subscription;

  @TempDir Path folder;

  SecretsIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.vertx = vertx;
    this.db = db;
    this.database = database;
    this.tenants = tenants;
    this.kms = TestKeys.kms(vertx);
    this.envelope = TestKeys.envelope(db, kms);
  }

  @BeforeEach
  void begin() {
    tenant = tenants.add("secrets");
    subscription = tenants.subscription(tenant, "Azure", "azure");
  }

  @Test
  void shouldKnowEverySealedColumnThereIs() {
    assertThat(
            Sql.column(
                database.superuser(),
                """
                SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE a.attname LIKE '%\\_sealed' AND c.relkind IN ('r', 'p')
                """))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SealedColumn.values())
                .map(column -> column.table() + "." + column.column())
                .toList());
  }

  @Test
  void shouldOpenInItsPlaceAlone() {
    // Given
    var other = tenants.add("other");
    var place = azure(subscription);
    var sealed = Results.of(envelope.seal(tenant.id(), place, new Secret("one")));
    var theirs = Results.of(envelope.seal(other.id(), place, new Secret("two")));

    // Then
    assertThat(Results.of(envelope.open(tenant.id(), place, sealed)).reveal()).isEqualTo("one");
    for (var moved :
        List.of(
            azure(tenants.subscription(tenant, "Another", "azure")),
            new Place(SealedColumn.LOG_STORAGE, subscription.value()))) {
      assertThat(failureOf(envelope.open(tenant.id(), moved, sealed)))
          .isInstanceOf(DoesNotOpen.class);
    }
    assertThat(failureOf(envelope.open(other.id(), place, sealed))).isInstanceOf(DoesNotOpen.class);
    var planted = new Sealed(theirs.key(), sealed.bytes());
    assertThat(failureOf(envelope.open(other.id(), place, planted)))
        .isInstanceOf(DoesNotOpen.class);
  }

  @Test
  void shouldKeepNoTextInTheDatabase() {
    // Given
    var texts = new ArrayList<String>();
    for (int n = 0; n < 50; n++) {
      var text = "planted-secret-%02d-in-a-haystack".formatted(n);
      texts.add(text);
      store(tenants.subscription(tenant, "Azure " + n, "azure"), text);
    }

    // When
    var dump = dump();

    // Then
    assertThat(dump).contains(tenant.id().toString());
    assertThat(texts)
        .allSatisfy(
            text ->
                assertThat(dump)
                    .doesNotContain(text, HexFormat.of().formatHex(text.getBytes(UTF_8))));
  }

  @Test
  void shouldGoOnWithARotationThatWasCutOff() throws SQLException {
    // Given
    store(subscription, "the secret");
    var storage = storeKey(subscription, "the key");
    Results.of(TestKeys.redactions(db, kms).of(tenant.id()));
    Throwable cut;
    try (var somebody = Sql.open(database.migrate());
        var lock = somebody.prepareStatement("SELECT FROM log_storage FOR UPDATE")) {
      somebody.setAutoCommit(false);
      lock.execute();
      cut = failureOf(rotate());
    }
    var half = versions();

    // When
    var rotated = Results.of(rotate()).orElseThrow();

    // Then
    assertThat(cut).isInstanceOf(Refusal.Unavailable.class);
    assertThat(half).containsExactly("1", "2");
    assertThat(rotated.keyVersion()).isEqualTo(2);
    assertThat(rotated.values()).isEqualTo(1);
    assertThat(versions()).containsExactly("2");
    assertThat(opened(subscription)).isEqualTo("the secret");
    assertThat(openedKey(storage)).isEqualTo("the key");
    assertThat(audited()).containsExactly("secrets.rotate");
  }

  @Test
  void shouldLetAServerSealWhileKeysAreReplaced() {
    // Given
    store(subscription, "before");
    var late = Results.of(envelope.seal(tenant.id(), azure(subscription), new Secret("late")));

    // When
    Results.of(rotate());

    // Then
    assertThat(
            failureOf(db.inTenant(tenant.id(), c -> DataKeyStore.stillThere(c, tenant.id(), late))))
        .isInstanceOf(Refusal.Unavailable.class);
    store(tenants.subscription(tenant, "New", "azure"), "after");
    assertThat(opened(subscription)).isEqualTo("before");
  }

  @Test
  void shouldSayBeforeTheFirstRequestWhetherTheKeyFileIsTheRightOne() {
    // Given
    store(subscription, "the secret");
    var wrong = TestKeys.write(folder.resolve("keys"), TestKeys.line("first"));

    // When
    var other = TestKeys.envelope(db, KeyFile.open(vertx, wrong));
    var check =
        await()
            .until(() -> failureOf(other.check()), each -> !(each instanceof Refusal.Unavailable));

    // Then
    assertThat(check).isInstanceOf(WrongKeys.class);
    assertThat(((WrongKeys) check).text().english()).contains("TUNNELSCOPE_KMS", "first");
    Results.of(envelope.check());
  }

  @Test
  void shouldMarkEqualSecretsOfATenantEqually() {
    // Given
    var redactions = TestKeys.redactions(db, kms);
    var first = Results.of(redactions.of(tenant.id()));

    // When
    Results.of(rotate());
    var later = Results.of(TestKeys.redactions(db, kms).of(tenant.id()));
    var theirs = Results.of(redactions.of(tenants.add("theirs").id()));

    // Then
    assertThat(first.of(LINE)).contains("[redacted:key:").doesNotContain("hunter2");
    assertThat(later.of(LINE)).isEqualTo(first.of(LINE));
    assertThat(theirs.of(LINE)).isNotEqualTo(first.of(LINE));
    assertThat(new Redaction(tenant.id().toString().getBytes(UTF_8)).of(LINE))
        .isNotEqualTo(first.of(LINE));
  }

  @Test
  void shouldGiveATenantOneRedactionKeyHoweverManyAskFirst() {
    // Given
    var redactions = TestKeys.redactions(db, kms);

    // When
    var asked = Future.all(Stream.generate(() -> redactions.of(tenant.id())).limit(8).toList());

    // Then
    assertThat(Results.of(asked).<Redaction>list().stream().map(each -> each.of(LINE)).distinct())
        .hasSize(1);
    assertThat(versions()).containsExactly("1");
  }

  /** As the operator's verb does it. */
  private Future<Optional<Rotation.Rotated>> rotate() {
    var operator = new Db(vertx, DbOptions.of(database.migrate(), database.migrate()));
    var keys = new DataKeyStore(operator);
    return new Rotation(
            keys,
            new SealedStore(operator, new AuditLog()),
            new Envelope(keys, kms, new SecureRandom()))
        .rotate(tenant.id())
        .eventually(operator::close);
  }

  private static Place azure(SubscriptionId subscription) {
    return new Place(SealedColumn.AZURE_ACCOUNT, subscription.value());
  }

  private static Place storage(SubscriptionId subscription) {
    return new Place(SealedColumn.LOG_STORAGE, subscription.value());
  }

  private void store(SubscriptionId id, String text) {
    var sealed = Results.of(envelope.seal(tenant.id(), azure(id), new Secret(text)));
    Sql.update(
        database.migrate(),
        """
        INSERT INTO azure_account (tenant_id, subscription_id, cloud, azure_subscription, directory,
                                   client_id, client_secret_sealed, key_version, secret_set_at)
        VALUES (?, ?, 'public', ?, 'd', ?, ?, ?, now())
        """,
        tenant.id().value(),
        id.value(),
        id.value(),
        id.value(),
        sealed.bytes().getBytes(),
        sealed.version());
  }

  private SubscriptionId storeKey(SubscriptionId id, String text) {
    var sealed = Results.of(envelope.seal(tenant.id(), storage(id), new Secret(text)));
    Sql.update(
        database.migrate(),
        """
        INSERT INTO log_storage (tenant_id, subscription_id, account_id, container, key_sealed,
                                 key_version, key_set_at)
        VALUES (?, ?, '/a', 'https://c', ?, ?, now())
        """,
        tenant.id().value(),
        id.value(),
        sealed.bytes().getBytes(),
        sealed.version());
    return id;
  }

  private String opened(SubscriptionId id) {
    return opened(azure(id), "azure_account", "client_secret_sealed");
  }

  private String openedKey(SubscriptionId id) {
    return opened(storage(id), "log_storage", "key_sealed");
  }

  private String opened(Place place, String table, String column) {
    var sealed =
        Results.of(
            db.inTenant(
                tenant.id(),
                c ->
                    c.preparedQuery(
                            """
                            SELECT v.%s AS sealed, k.version, k.kek_id, k.wrapped FROM %s v
                            JOIN data_key k ON k.tenant_id = v.tenant_id AND k.version = v.key_version
                            WHERE v.tenant_id = $1 AND v.subscription_id = $2
                            """
                                .formatted(column, table))
                        .execute(Tuple.of(tenant.id().value(), place.row()))
                        .map(
                            rows ->
                                DataKeyStore.toSealed(tenant.id(), rows.iterator().next(), "sealed")
                                    .orElseThrow())));
    return Results.of(envelope.open(tenant.id(), place, sealed)).reveal();
  }

  private List<String> versions() {
    return Sql.column(
        database.migrate(),
        "SELECT version FROM data_key WHERE tenant_id = ? ORDER BY version",
        tenant.id().value());
  }

  private List<String> audited() {
    return Sql.column(
        database.migrate(),
        "SELECT action FROM audit WHERE tenant_id = ? ORDER BY seq",
        tenant.id().value());
  }

  /** Every row of every table as text. */
  private String dump() {
    var tables =
        Sql.column(
            database.superuser(),
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1
            """);
    return String.join(
        "\n",
        tables.stream()
            .flatMap(
                table ->
                    Sql.column(database.superuser(), "SELECT r::text FROM " + table + " r")
                        .stream())
            .toList());
  }
}
