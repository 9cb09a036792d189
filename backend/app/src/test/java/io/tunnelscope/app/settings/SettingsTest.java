package io.tunnelscope.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Map<String, String> SERVE =
      Map.of(
          "TUNNELSCOPE_DATABASE_URL", "postgresql://app:pw-of-app@db.example:5433/ts",
          "TUNNELSCOPE_SYSTEM_DATABASE_URL", "postgresql://sys:pw-of-sys@db.example/ts",
          "TUNNELSCOPE_LOG_STORE", "folder:/var/lib/bundles",
          "TUNNELSCOPE_KMS", "file:/etc/tunnelscope/keys");

  @TempDir Path folder;

  @Test
  void shouldListenOnLoopbackUnlessToldOtherwise() {
    // When
    var settings = read(SERVE);

    // Then
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.http().managementPort()).isEqualTo(9090);
    assertThat(settings.http().isLoopback()).isTrue();
    assertThat(settings.oidc()).isEmpty();
    assertThat(settings.slack()).isEmpty();
  }

  @Test
  void shouldNeedNothingForADemoAndTakeAFreeManagementPort() {
    // When
    var settings = Settings.from(Map.of(), Optional.empty(), Purpose.DEMO);

    // Then
    assertThat(settings.http().managementPort()).isZero();
    assertThat(settings.database().app()).isEmpty();
  }

  @Test
  void shouldReadWhereTheDatabaseIs() {
    // When
    var app = read(SERVE).database().app().orElseThrow();

    // Then
    assertThat(app.host()).isEqualTo("db.example");
    assertThat(app.port()).isEqualTo(5433);
    assertThat(app.database()).isEqualTo("ts");
    assertThat(app.password().reveal()).isEqualTo("pw-of-app");
    assertThat(app.tls()).isEqualTo(DatabaseUrl.Tls.VERIFY_FULL);
  }

  @Test
  void shouldTellAllMistakesAtOnce() {
    // Given
    Map<String, String> wrong = new HashMap<>();
    wrong.put("TUNNELSCOPE_HTTP_PORT", "eighty");
    wrong.put("TUNNELSCOPE_WORKERS", "0");
    wrong.put("TUNNELSCOPE_TLS_CERT", "/no/such/file");
    wrong.put("TUNNELSCOPE_DATABASE_URL", "mysql://a@b/c");
    wrong.put("TUNNELSCOPE_PUBLIC_URL", "http://tunnelscope.example");
    wrong.put("TUNNELSCOPE_OIDC_ISSUER", "https://login.example");
    wrong.put("TUNNELSCOPE_EGRESS_ALLOW", "host-without-port");
    wrong.put("TUNNELSCOPE_DB_ALLOW_OLD", "yes");

    // When
    List<String> complaints = complaints(wrong);

    // Then
    assertThat(complaints)
        .extracting(complaint -> complaint.split(" ", 2)[0])
        .contains(
            "TUNNELSCOPE_HTTP_PORT",
            "TUNNELSCOPE_WORKERS",
            "TUNNELSCOPE_TLS_CERT",
            "TUNNELSCOPE_DATABASE_URL",
            "TUNNELSCOPE_SYSTEM_DATABASE_URL",
            "TUNNELSCOPE_LOG_STORE",
            "TUNNELSCOPE_KMS",
            "TUNNELSCOPE_PUBLIC_URL",
            "TUNNELSCOPE_OIDC_CLIENT_ID",
            "TUNNELSCOPE_EGRESS_ALLOW",
            "TUNNELSCOPE_DB_ALLOW_OLD");
  }

  @Test
  void shouldKnowWhatOpensAContainer() throws IOException {
    // Given
    var container = "https://stlogs.blob.core.windows.net/bundles";
    var secretFile =
        Files.writeString(folder.resolve("store"), "azure-blob:" + container + "?sig=x");
    var byFile = with("TUNNELSCOPE_LOG_STORE_FILE", secretFile.toString());
    byFile.remove("TUNNELSCOPE_LOG_STORE");
    var byKey = with("TUNNELSCOPE_LOG_STORE", "azure-blob:" + container);
    byKey.put("TUNNELSCOPE_LOG_STORE_KEY", "a2V5");

    // When
    var signed = read(byFile);
    var opened = read(byKey);

    // Then
    assertThat(signed.logStore())
        .hasValue(new LogStore.SignedAzureBlob(URI.create(container), new Secret("sig=x")));
    assertThat(opened.logStore())
        .hasValue(new LogStore.AzureBlob(URI.create(container), new Secret("a2V5")));
    assertThat(signed.toString()).contains(container).doesNotContain("sig=");
    assertThat(opened.toString()).doesNotContain("a2V5");
  }

  @Test
  void shouldWantOneThingThatOpensAContainer() {
    // Given
    var container = "azure-blob:https://stlogs.blob.core.windows.net/bundles";
    var both = with("TUNNELSCOPE_LOG_STORE", container + "?sig=x");
    both.put("TUNNELSCOPE_LOG_STORE_KEY", "a2V5");

    // Then
    assertThat(complaints(with("TUNNELSCOPE_LOG_STORE", container)))
        .singleElement()
        .asString()
        .contains("TUNNELSCOPE_LOG_STORE_KEY");
    assertThat(complaints(both)).singleElement().asString().doesNotContain("sig=x", "a2V5");
  }

  @Test
  void shouldAskWhetherAnotherNameWasMeant() {
    assertThat(complaints(with("TUNNELSCOPE_HTTP_PROT", "80")))
        .singleElement()
        .asString()
        .contains("TUNNELSCOPE_HTTP_PROT", "did you mean TUNNELSCOPE_HTTP_PORT?");
  }

  @Test
  void shouldLeaveTheVariablesOfTheClientVerbsAlone() {
    assertThat(read(with("TUNNELSCOPE_TOKEN", "vpnt_x")).http().port()).isEqualTo(8080);
  }

  @Test
  void shouldLetTheEnvironmentWinOverTheFile() throws IOException {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("tunnelscope.conf"),
            """
            # ports
            TUNNELSCOPE_HTTP_PORT=1000
            TUNNELSCOPE_WORKERS = "3"
            """);

    // When
    var settings =
        Settings.from(with("TUNNELSCOPE_HTTP_PORT", "2000"), Optional.of(file), Purpose.SERVE);

    // Then
    assertThat(settings.http().port()).isEqualTo(2000);
    assertThat(settings.workers()).isEqualTo(3);
  }

  @Test
  void shouldNameTheLineOfTheFileThatIsWrong() throws IOException {
    // Given
    Path file =
        Files.writeString(folder.resolve("t.conf"), "\nTUNNELSCOPE_WORKRES=3\nno equals sign\n");

    // When
    var invalid =
        catchThrowableOfType(
            SettingsInvalid.class, () -> Settings.from(SERVE, Optional.of(file), Purpose.SERVE));

    // Then
    assertThat(invalid.complaints())
        .anySatisfy(
            complaint -> assertThat(complaint).contains("t.conf:2").contains("TUNNELSCOPE_WORKERS"))
        .anySatisfy(complaint -> assertThat(complaint).contains("t.conf:3"));
  }

  @Test
  void shouldReadASecretFromAFile() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("secret"), "from the file\n");
    Map<String, String> environment = with("TUNNELSCOPE_OIDC_ISSUER", "https://login.example");
    environment.put("TUNNELSCOPE_OIDC_CLIENT_ID", "tunnelscope");
    environment.put("TUNNELSCOPE_OIDC_CLIENT_SECRET_FILE", file.toString());

    // When
    var oidc = read(environment).oidc().orElseThrow();

    // Then
    assertThat(oidc.issuer()).isEqualTo(URI.create("https://login.example"));
    assertThat(oidc.clientSecret().orElseThrow().reveal()).isEqualTo("from the file");
  }

  @Test
  void shouldNeverPrintASecretNorRepeatOneInAComplaint() {
    // Given
    Map<String, String> environment = with("TUNNELSCOPE_SLACK_SIGNING_SECRET", "hush-hush");
    Map<String, String> wrong = new HashMap<>(environment);
    wrong.put("TUNNELSCOPE_DATABASE_URL", "postgresql://app:pw with blank@db/ts");

    // When
    String printed = read(environment).toString();

    // Then
    assertThat(printed)
        .contains("db.example")
        .doesNotContain("hush-hush", "pw-of-app", "pw-of-sys");
    assertThat(complaints(wrong).toString()).doesNotContain("blank", "hush-hush");
  }

  @Test
  void shouldOfferAGatewayBoundToATenantToNobodyElse() {
    // Given
    var environment =
        with(
            "TUNNELSCOPE_VICI_ALLOW",
            "acme=/run/acme/charon.vici, Localhost:4502,acme=[::1]:4503,beta=/run/beta=1/charon.vici");
    environment.put("TUNNELSCOPE_VICI_LOGS", "acme=/srv/acme/charon.log");

    // When
    var vici = read(environment).vici();

    // Then
    assertThat(vici.addressesFor("acme"))
        .containsExactly("/run/acme/charon.vici", "[::1]:4503", "localhost:4502");
    assertThat(vici.addressesFor("beta"))
        .containsExactly("/run/beta=1/charon.vici", "localhost:4502");
    assertThat(vici.logsFor("acme")).containsExactly("/srv/acme/charon.log");
    assertThat(vici.logsFor("beta")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charon.vici",
        "/run/../etc/shadow",
        "/run//charon.vici",
        "/run/charon.vici/",
        "localhost",
        "localhost:0",
        "localhost:65536",
        "ACME=/run/charon.vici",
        "acme=",
        "/run/a.vici,",
        "/run/a.vici,acme=/run/a.vici",
      })
  void shouldRefuseAGatewayThatCouldBeReadInTwoWays(String list) {
    assertThat(complaints(with("TUNNELSCOPE_VICI_ALLOW", list)))
        .singleElement()
        .asString()
        .startsWith("TUNNELSCOPE_VICI_ALLOW ");
  }

  @Test
  void shouldRefuseASocketPathThatNoSocketCanHave() {
    assertThat(complaints(with("TUNNELSCOPE_VICI_ALLOW", "/run/" + "x".repeat(103))))
        .singleElement()
        .asString()
        .contains("too long");
  }

  @Test
  void shouldRefuseALogFileThatIsReachedThroughASymbolicLink() throws IOException {
    // Given
    var real = Files.createDirectories(folder.toRealPath().resolve("real"));
    var link = Files.createSymbolicLink(folder.toRealPath().resolve("link"), real);

    // Then
    assertThat(read(with("TUNNELSCOPE_VICI_LOGS", real + "/not-yet.log")).vici().logs()).hasSize(1);
    assertThat(complaints(with("TUNNELSCOPE_VICI_LOGS", link + "/not-yet.log")))
        .singleElement()
        .asString()
        .contains("symbolic link");
  }

  @Test
  void shouldWriteAUrlThatReadsTheSameAgain() {
    // Given
    var url =
        DatabaseUrl.parse("postgresql://a%40b:p%2Fw@[::1]:77/d?sslmode=verify-full&sslrootcert=/c");

    // When
    var again = DatabaseUrl.parse(url.withPassword());

    // Then
    assertThat(again).isEqualTo(url);
    assertThat(again.password().reveal()).isEqualTo("p/w");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(SERVE);
    environment.put(name, value);
    return environment;
  }

  private static Settings read(Map<String, String> environment) {
    return Settings.from(environment, Optional.empty(), Purpose.SERVE);
  }

  private static List<String> complaints(Map<String, String> environment) {
    return catchThrowableOfType(SettingsInvalid.class, () -> read(environment)).complaints();
  }
}
