package io.tunnelscope.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./tunnelscope lab} says on a machine or to a command line that it cannot use. */
class LabVerbIT {
  @TempDir Path machine;
  Checkout checkout;

  @BeforeEach
  void makeMachine() throws Exception {
    checkout = Checkout.on(machine);
    checkout.lab();
    checkout.variable("LAB_DIR", machine.resolve("lab-state").toString());
    checkout.variable("LAB_PREFIX", "nobody-has-this-lab");
    checkout.program("unshare", "");
    checkout.program("dpkg-query", "exit 1");
    checkout.program("apt-get", "exit 100");
  }

  @ParameterizedTest
  @CsvSource({
    "'', lab needs a command",
    "start, there is no command 'start' of lab",
    "fault, lab fault takes the NAME of a fault",
    "fault psk-mismach, did you mean psk-mismatch?",
    "fault peer-d, did you mean peer-dead?",
    "proof psk-mismach, did you mean psk-mismatch?",
    "fault whatever, `./tunnelscope lab faults` lists them",
    "up now, lab up takes no argument",
    "dial d hub, there is no gateway 'd'",
    "dial b partner, gateway b has no connection 'partner'",
    "ping a branch much, SIZE cannot be 'much'",
    "snapshot, lab snapshot takes the DIR"
  })
  void shouldRefuseWhatItDoesNotUnderstand(String words, String complaint) throws Exception {
    // When
    var outcome = checkout.run(("lab " + words).strip().split(" "));
    // Then
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errorLines())
        .singleElement()
        .asString()
        .startsWith("tunnelscope: ")
        .contains(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "LAB_PREFIX, not/a/name",
    "LAB_DIR, '/tmp/a,b'",
    "LAB_DIR, /",
    "LAB_TIMERS, slow",
    "LAB_BURN_SECONDS, forever",
    "LAB_FAULTS_EXTRA, none.sh"
  })
  void shouldNameASettingThatCannotBe(String name, String value) throws Exception {
    // Given
    checkout.variable(name, value);
    // When
    var outcome = checkout.run("lab", "up");
    // Then
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.errorLines()).singleElement().asString().contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "status", "heal", "check", "fault psk-mismatch"})
  void shouldRunForRootOnly(String words) throws Exception {
    // Given
    checkout.program("id", "echo 1000");
    // When
    var outcome = checkout.run(("lab " + words).split(" "));
    // Then
    assertThat(outcome.status()).isEqualTo(77);
    assertThat(outcome.errorLines()).singleElement().asString().contains("run it as root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "check"})
  void shouldNameTheDeviceThatIsMissing(String words) throws Exception {
    // Given
    checkout.replace("lab/lib/gateway.sh", "TUN=/dev/null", "TUN=/dev/net/none");
    // When
    var outcome = checkout.run("lab", words);
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.errorLines()).singleElement().asString().contains("/dev/net/none");
  }

  @Test
  void shouldSayThatThisRootMayNotMakeNamespaces() throws Exception {
    // Given
    checkout.program("unshare", "exit 1");
    // When
    var outcome = checkout.run("lab", "up");
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.errorLines()).singleElement().asString().contains("CAP_SYS_ADMIN");
  }

  @Test
  void shouldNameThePackagesThatCannotBeInstalled() throws Exception {
    // When
    var outcome = checkout.run("lab", "up");
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.errorLines())
        .singleElement()
        .asString()
        .contains("charon-systemd", "strongswan-swanctl", "lab-state/install.txt");
  }

  @Test
  void shouldSayThatTheLabIsNotUp() throws Exception {
    // When
    var healed = checkout.run("lab", "heal");
    var status = checkout.run("lab", "status");
    // Then
    assertThat(healed.status()).isEqualTo(69);
    assertThat(healed.errorLines()).singleElement().asString().contains("./tunnelscope lab up");
    assertThat(status.status()).isEqualTo(1);
    assertThat(status.out()).isEqualTo("lab: down\n");
  }

  @Test
  void shouldTakeDownWhatIsNotUp() throws Exception {
    // When
    var outcome = checkout.run("lab", "down");
    // Then
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out() + outcome.err()).isEmpty();
    assertThat(machine.resolve("lab-state.lock")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --port 0 --lab | lab: down | 0 | status up",
        "demo --lab | lab: vpnlab in /run/vpnlab, fault: none | 0 | status",
        "demo --lab | lab: down | 1000 | ''",
        "demo --lab --help | lab: down | 0 | ''",
        "demo | lab: down | 0 | ''",
      })
  void shouldStartTheLabOfADemoUnlessThereIsOne(
      String words, String status, String user, String calls) throws Exception {
    // Given
    var called = machine.resolve("called");
    checkout.jdk("25.0.1");
    checkout.program("id", "echo " + user);
    Files.writeString(
        checkout.folder.resolve("lab/lab.sh"),
        "printf '%%s ' \"$1\" >>'%s'\n[ \"$1\" = up ] || echo '%s'\n".formatted(called, status));
    // When
    var outcome = checkout.run(words.split(" "));
    // Then
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.out()).contains("demo\n").doesNotContain("lab: ");
    assertThat(Files.exists(called) ? Files.readString(called).strip() : "").isEqualTo(calls);
  }

  @Test
  void shouldNotStartADemoWhoseLabDoesNotStart() throws Exception {
    // Given
    checkout.jdk("25.0.1");
    // When
    var outcome = checkout.run("demo", "--lab");
    // Then
    assertThat(outcome.status()).isEqualTo(69);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errorLines()).last().asString().contains("charon-systemd");
  }

  @Test
  void shouldNotTakeAFolderThatHoldsSomethingElse() throws Exception {
    // Given
    var letter =
        Files.writeString(Files.createDirectory(machine.resolve("lab-state")).resolve("a"), "");
    // When
    var outcome = checkout.run("lab", "up");
    // Then
    assertThat(outcome.status()).isEqualTo(64);
    assertThat(outcome.errorLines()).singleElement().asString().contains("lab-state holds");
    assertThat(checkout.run("lab", "down").status()).isZero();
    assertThat(letter).exists();
  }

  @Test
  void shouldFindFurtherFaultsFromTheFolderOfTheCaller() throws Exception {
    // Given
    var calling = Files.createDirectory(machine.resolve("my faults"));
    Files.writeString(
        calling.resolve("more.sh"),
        """
        FAULT_INFO[coffee-spilt]='a/branch|NoFault|PeerReachability|somebody spilt coffee'
        fault_coffee_spilt() { :; }
        """);
    checkout.variable("LAB_FAULTS_EXTRA", "more.sh");
    // When
    var outcome = checkout.runAs(checkout.folder.resolve("tunnelscope"), calling, "lab", "faults");
    // Then
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("coffee-spilt|a/branch|NoFault|PeerReachability|somebody spilt coffee")
        .contains("psk-mismatch|");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "up --help"})
  void shouldExplainItselfInBothLanguages(String words) throws Exception {
    // When
    var english = checkout.run(("lab " + words).split(" "));
    checkout.variable("LANG", "ko_KR.UTF-8");
    var korean = checkout.run(("lab " + words).split(" "));
    // Then
    assertThat(english.status()).isZero();
    assertThat(english.out()).startsWith("Usage: tunnelscope lab COMMAND").contains("fault NAME");
    assertThat(korean.out()).startsWith("사용법: tunnelscope lab COMMAND").contains("fault NAME");
  }
}
