package io.tunnelscope.app.settings;

import static java.util.regex.Pattern.MULTILINE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What can be known of docker/ without an engine: it is the same jar with settings that we take.
 */
class DockerTest {
  private static final Path CHECKOUT = Path.of("..", "..");

  private final String dockerfile = read("docker/Dockerfile");
  private final String compose = read("docker/compose.yml");

  @Test
  void shouldStartTheJarThatTheBuildMakesAsTheLauncherDoes() {
    // Given
    var jar = one("<finalName>(.*)</finalName>", read("backend/app/pom.xml")) + ".jar";
    var launched = one("readonly ALWAYS=\\((\\S+) ", read("tunnelscope"));

    // Then
    assertThat(dockerfile)
        .contains("/build/backend/app/target/" + jar + " /opt/tunnelscope/" + jar);
    for (var entrypoint : List.of(line("ENTRYPOINT", dockerfile), line("entrypoint:", compose))) {
      assertThat(entrypoint).contains(launched, "/opt/tunnelscope/" + jar);
    }
  }

  @Test
  void shouldCopyWhatIsThere() {
    assertThat(all("^COPY (?!--from)(.*) \\S+$", dockerfile))
        .isNotEmpty()
        .allSatisfy(
            sources -> {
              for (var source : sources.split(" ", -1)) {
                assertThat(
                        List.of(CHECKOUT.resolve(source), CHECKOUT.resolve("frontend/" + source)))
                    .as(source)
                    .anyMatch(Files::exists);
              }
            });
    assertThat(all("- (\\.\\.?/.*):/.*:ro", compose))
        .isNotEmpty()
        .allSatisfy(mount -> assertThat(CHECKOUT.resolve("docker").resolve(mount)).exists());
  }

  @Test
  void shouldGiveTheServerSettingsThatItTakes() {
    // Given
    var environment = new HashMap<>(environment("  app:"));
    Pattern.compile("(TUNNELSCOPE_\\w+)=(\\S+)")
        .matcher(line("ENV", dockerfile.substring(dockerfile.indexOf("USER tunnelscope"))))
        .results()
        .forEach(set -> environment.put(set.group(1), set.group(2)));

    // When
    var settings = Settings.from(environment, Optional.empty(), Purpose.SERVE);

    // Then
    assertThat(settings.http().host()).isEqualTo("0.0.0.0");
    assertThat(compose).contains(":8080:" + settings.http().port());
    assertThat(line("EXPOSE", dockerfile)).endsWith(" " + settings.http().port());
    assertThat(dockerfile).contains("/dev/tcp/127.0.0.1/" + settings.http().managementPort());
  }

  @Test
  void shouldGiveTheMigrationSettingsThatItTakes() {
    assertThat(
            Settings.from(environment("  migrate:"), Optional.empty(), Purpose.MIGRATE)
                .database()
                .migrate())
        .isPresent();
  }

  @Test
  void shouldAskForEveryPasswordInTheExample() {
    assertThat(all("\\$\\{(\\w+):\\?", compose))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(read("docker/env.example")).contains("\n" + name + "="));
  }

  /** What a service of the compose file gets, with passwords filled in. */
  private Map<String, String> environment(String service) {
    var text = compose.substring(compose.indexOf("\n" + service));
    text = text.substring(text.indexOf("environment:"), text.indexOf("networks:"));
    var environment = new HashMap<String, String>();
    Pattern.compile("^ +(TUNNELSCOPE_\\w+): (.*)$", MULTILINE)
        .matcher(text)
        .results()
        .forEach(set -> environment.put(set.group(1), filledIn(set.group(2))));
    return environment;
  }

  private static String filledIn(String value) {
    return value.replaceAll("\\$\\{\\w+:-([^}]*)}", "$1").replaceAll("\\$\\{\\w+}", "secret");
  }

  /** From a word at the start of a line to where that line really ends. */
  private static String line(String word, String text) {
    return one("^ *(" + Pattern.quote(word) + "(?:.*\\\\\\n)*.*)$", text);
  }

  private static String one(String regex, String text) {
    return all(regex, text).getFirst();
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex, MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String read(String path) {
    try {
      return Files.readString(CHECKOUT.resolve(path));
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }
}
