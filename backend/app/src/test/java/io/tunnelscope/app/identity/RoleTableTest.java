package io.tunnelscope.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of roles that people read against the one that decides. */
class RoleTableTest {
  @Test
  void shouldStandInTheDocumentationAsItIs() throws IOException {
    // Given
    var heading =
        Arrays.stream(Permission.values())
            .map(permission -> "`" + permission.wire() + "`")
            .collect(Collectors.joining(" | ", "| role | ", " |"));
    var rows =
        Arrays.stream(Role.values()).map(RoleTableTest::row).collect(Collectors.joining("\n"));

    // When
    var page = Files.readString(Path.of("..", "..", "docs", "security.md"));

    // Then
    assertThat(page).contains(heading + "\n|---|---|---|---|---|\n" + rows + "\n");
  }

  private static String row(Role role) {
    return Arrays.stream(Permission.values())
        .map(permission -> role.may(permission) ? "yes" : "no")
        .collect(Collectors.joining(" | ", "| " + role.wire() + " | ", " |"));
  }
}
