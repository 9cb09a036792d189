package io.tunnelscope.app.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tunnelscope.app.db.EmbeddedPostgresFailure.FolderInUse;
import io.tunnelscope.app.db.EmbeddedPostgresFailure.FolderNotWritable;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class EmbeddedPostgresIT {
  private static final int ENOUGH = 25;

  @TempDir Path temporary;

  @Test
  void shouldKeepAcknowledgedRunsWhenTheJvmAloneIsKilled() throws Exception {
    // Given
    Path folder = temporary.resolve("data");
    Process writer = startWriter(folder);
    List<String> acknowledged = readAcknowledged(writer);
    List<ProcessHandle> servers = postmasterOf(folder);

    // When: the server lives on without us
    kill(writer.toHandle());
    assertThat(serversOf(folder)).containsAll(servers).isNotEmpty();

    // Then
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(serversOf(folder)).doesNotContainAnyElementsOf(servers);
      assertThat(runs(postgres)).containsAll(acknowledged);
    }
    assertThat(serversOf(folder)).isEmpty();
  }

  @Test
  void shouldKeepAcknowledgedRunsWhenTheWholeProcessTreeIsKilled() throws Exception {
    // Given
    Path folder = temporary.resolve("data");
    Process writer = startWriter(folder);
    List<String> acknowledged = readAcknowledged(writer);

    // When
    serversOf(folder).forEach(ProcessHandle::destroyForcibly);
    kill(writer.toHandle());
    await().until(() -> serversOf(folder).isEmpty());

    // Then
    try (var postgres = EmbeddedPostgres.start(folder)) {
      assertThat(runs(postgres)).containsAll(acknowledged);
    }
  }

  @Test
  void shouldBeDurablePrivateAndKeepWhatItHasAcrossStarts() throws Exception {
    // Given
    Path folder = temporary.resolve("with blank's").resolve("data");
    Files.createDirectories(folder.getParent());

    // When
    try (var postgres = EmbeddedPostgres.start(folder)) {
      Migrations.run(postgres.migrate(), true);
      Sql.run(
          postgres.migrate(),
          "INSERT INTO tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), 'kept', 'Kept')");

      // Then: nothing is acknowledged before it is on disk
      assertThat(
              Sql.column(
                  postgres.superuser(),
                  "SELECT name || '=' || setting FROM pg_settings WHERE name IN"
                      + " ('fsync', 'synchronous_commit', 'full_page_writes') ORDER BY 1"))
          .containsExactly("fsync=on", "full_page_writes=on", "synchronous_commit=on");
      // ... and nobody gets in by being on this machine
      assertThat(
              Sql.column(
                  postgres.superuser(), "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
          .containsExactly("scram-sha-256");
      assertThatThrownBy(
              () -> Sql.open(postgres.superuser().as("postgres", new Secret("guess"))).close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password");
      assertThat(permissions(folder)).isEqualTo("rwx------");
      assertThat(permissions(folder.resolve("passwords"))).isEqualTo("rw-------");

      // When a second one wants the same folder
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
          .isInstanceOf(FolderInUse.class)
          .hasMessageContaining("another demo");
    }

    // Then
    try (var again = EmbeddedPostgres.start(folder)) {
      assertThat(Sql.column(again.migrate(), "SELECT slug FROM tenant")).containsExactly("kept");
    }
  }

  @Test
  void shouldLeaveAnotherProcessAloneThatGotTheIdOfTheOldServer() throws Exception {
    // Given: a machine was switched off; the id in the file belongs to a stranger now
    Path folder = temporary.resolve("data");
    EmbeddedPostgres.start(folder).close();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    Files.writeString(
        folder.resolve("cluster").resolve("postmaster.pid"),
        stranger.pid() + "\n" + folder.resolve("cluster") + "\n");

    // When
    EmbeddedPostgres.start(folder).close();

    // Then
    assertThat(stranger.isAlive()).isTrue();
    kill(stranger.toHandle());
  }

  @Test
  void shouldSayThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "no folder");

    assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("data")))
        .isInstanceOf(FolderNotWritable.class)
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> EmbeddedPostgres.start(file)).isInstanceOf(FolderNotWritable.class);
  }

  private static Process startWriter(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RunWriter.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> readAcknowledged(Process writer) throws IOException {
    var acknowledged = new ArrayList<String>();
    try (BufferedReader lines = writer.inputReader()) {
      while (acknowledged.size() < ENOUGH) {
        String line = lines.readLine();
        assertThat(line).as("the writer ended early").isNotNull();
        if (line.startsWith("acknowledged ")) {
          acknowledged.add(line.substring("acknowledged ".length()));
        }
      }
    }
    return acknowledged;
  }

  private static void kill(ProcessHandle process) throws Exception {
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  private static List<String> runs(EmbeddedPostgres postgres) {
    return Sql.column(postgres.migrate(), "SELECT run_id FROM run");
  }

  /** The one process that stays as long as the server does. */
  private static List<ProcessHandle> postmasterOf(Path folder) throws IOException {
    String pid = Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid")).getFirst();
    return List.of(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
  }

  /** Looked up by the test itself, not by the code it tests. */
  private static List<ProcessHandle> serversOf(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              try {
                return Files.readSymbolicLink(Path.of("/proc", "" + process.pid(), "cwd"))
                    .startsWith(folder.toRealPath());
              } catch (IOException _) {
                return false;
              }
            })
        .toList();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
