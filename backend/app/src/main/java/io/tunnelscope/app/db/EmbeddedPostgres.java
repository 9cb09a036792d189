package io.tunnelscope.app.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.tunnelscope.app.db.EmbeddedPostgresFailure.CannotRun;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Postgres of our own in a folder: durable (an acknowledged commit survives {@code kill -9} of
 * everything), reachable on the loopback address with passwords only, with the four roles of
 * db/roles.sql. The server is no child that dies with us: when our process is killed, the next
 * start finds the server of its own folder, stops it and goes on.
 *
 * <p>Blocking; call it where waiting is allowed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final String DATABASE = "tunnelscope";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(8);
  private static final int PORT_TRIES = 5;
  private static final int KILL_ROUNDS = 40;
  private static final Duration KILL_ROUND = Duration.ofMillis(200);

  private final ClusterFolder folder;
  private final PostgresPrograms programs;
  private final DatabaseUrl superuser;

  private EmbeddedPostgres(ClusterFolder folder, PostgresPrograms programs, int port) {
    this.folder = folder;
    this.programs = programs;
    this.superuser =
        new DatabaseUrl(
            SUPERUSER,
            new Secret(folder.password(SUPERUSER)),
            "127.0.0.1",
            port,
            DATABASE,
            DatabaseUrl.Tls.DISABLE,
            Optional.empty());
  }

  /**
   * Starts the Postgres of that folder, making it first if there is none. Takes 1 to 5 s.
   *
   * @throws EmbeddedPostgresFailure when the folder is taken or cannot be written, or the server
   *     does not start
   */
  public static EmbeddedPostgres start(Path dataFolder) {
    ClusterFolder folder = ClusterFolder.take(dataFolder);
    try {
      var programs =
          new PostgresPrograms(
              PostgresBinaries.unpacked(folder.path().resolve("programs")), folder.path());
      stopOrphans(folder, programs);
      makeCluster(folder, programs);
      var postgres = new EmbeddedPostgres(folder, programs, launch(folder, programs));
      postgres.makeDatabase();
      return postgres;
    } catch (RuntimeException e) {
      stopOrphans(folder, null);
      folder.close();
      throw e;
    }
  }

  /** For requests: one tenant a transaction. */
  public DatabaseUrl app() {
    return of("tunnelscope_app");
  }

  /** For sign-in and workers. */
  public DatabaseUrl system() {
    return of("tunnelscope_system");
  }

  /** For migrations and the operator's verbs. */
  public DatabaseUrl migrate() {
    return of("tunnelscope_migrate");
  }

  /** For tests that make databases of their own; the product never signs in as it. */
  public DatabaseUrl superuser() {
    return superuser;
  }

  /** Stops the server within 10 s and gives the folder back. A second call does nothing. */
  @Override
  public void close() {
    try {
      if (!folder.servers().isEmpty()) {
        programs.run(
            STOP, "pg_ctl", "stop", "-D", folder.cluster().toString(), "-m", "fast", "-t", "8");
      }
    } catch (CannotRun _) {
      stopOrphans(folder, null); // recovers from its log at the next start
    } finally {
      folder.close();
    }
  }

  /** Ends the server at once and waits for nothing; the next start recovers what was committed. */
  public void kill() {
    folder.servers().forEach(ProcessHandle::destroyForcibly);
  }

  private DatabaseUrl of(String role) {
    return superuser.as(role, new Secret(folder.password(role)));
  }

  /**
   * Ends every server of this folder that nobody looks after any more. The lock is ours, so its
   * owner is dead.
   *
   * @param programs to let it end in order; null to end it at once
   */
  private static void stopOrphans(ClusterFolder folder, PostgresPrograms programs) {
    if (programs != null && !folder.servers().isEmpty()) {
      try {
        programs.run(
            STOP, "pg_ctl", "stop", "-D", folder.cluster().toString(), "-m", "fast", "-t", "8");
      } catch (CannotRun _) {
        // Then the hard way.
      }
    }
    kill(folder);
    try {
      // A killed server leaves its process id behind, and that id may belong to anybody by now.
      Files.deleteIfExists(folder.cluster().resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new CannotRun(
          "the remains of the last start cannot be removed: check the permissions of "
              + folder.path(),
          "이전 실행의 잔여 파일을 삭제할 수 없습니다: " + folder.path() + " 폴더의 권한을 확인하십시오",
          e);
    }
  }

  private static void kill(ClusterFolder folder) {
    for (int n = 0; n < KILL_ROUNDS; n++) {
      List<ProcessHandle> servers = folder.servers();
      if (servers.isEmpty()) {
        return;
      }
      servers.forEach(ProcessHandle::destroyForcibly);
      waitBriefly(servers.getFirst());
    }
    throw new CannotRun(
        "the old Postgres of " + folder.path() + " does not end: end its processes by hand",
        folder.path() + "의 이전 Postgres가 종료되지 않습니다: 해당 프로세스를 직접 종료하십시오");
  }

  /** Not to the end: where nobody collects the dead, they look alive for ever. */
  private static void waitBriefly(ProcessHandle server) {
    try {
      server.onExit().get(KILL_ROUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Looked at again by the caller.
    } catch (ExecutionException e) {
      throw new CannotRun(
          "an old Postgres process cannot be watched: end it by hand and start again",
          "이전 Postgres 프로세스의 상태를 확인할 수 없습니다: 직접 종료하고 다시 시작하십시오",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotRun(
          "interrupted while an old Postgres was ending: start again",
          "이전 Postgres를 종료하는 중에 중단되었습니다: 다시 시작하십시오",
          e);
    }
  }

  private static void makeCluster(ClusterFolder folder, PostgresPrograms programs) {
    if (folder.hasCluster()) {
      return;
    }
    Path passwordFile = folder.path().resolve("initdb.password");
    try {
      delete(folder.unfinishedCluster());
      String password = folder.password(SUPERUSER);
      Files.deleteIfExists(passwordFile);
      Files.writeString(passwordFile, password, UTF_8);
      programs.run(
          START,
          "initdb",
          "--pgdata=" + folder.unfinishedCluster(),
          "--username=" + SUPERUSER,
          "--pwfile=" + passwordFile,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--set=fsync=on",
          "--set=synchronous_commit=on",
          "--set=full_page_writes=on");
      Files.move(folder.unfinishedCluster(), folder.cluster(), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EmbeddedPostgresFailure.FolderNotWritable(folder.path(), e);
    } finally {
      try {
        Files.deleteIfExists(passwordFile);
      } catch (IOException _) {
        // Lies in a folder that only we can enter; the next start removes it.
      }
    }
  }

  /**
   * Starts the server on a free port; another program may take the port before us, so it tries
   * again.
   */
  private static int launch(ClusterFolder folder, PostgresPrograms programs) {
    CannotRun last = null;
    for (int n = 0; n < PORT_TRIES; n++) {
      int port = freePort();
      try {
        programs.run(
            START,
            "pg_ctl",
            "start",
            "-w",
            "-D",
            folder.cluster().toString(),
            "-l",
            folder.log().toString(),
            "-o",
            options(port));
        return port;
      } catch (CannotRun e) {
        last = e;
      }
    }
    String words = folder.lastWords();
    throw new CannotRun(
        "the embedded Postgres does not start: see "
            + folder.log()
            + (words.isEmpty() ? "" : " (" + words + ")"),
        "내장 Postgres가 시작되지 않습니다: "
            + folder.log()
            + " 파일을 확인하십시오"
            + (words.isEmpty() ? "" : " (" + words + ")"),
        last);
  }

  private static String options(int port) {
    // No socket file: the folder's path may be longer than a socket's name can be.
    var options =
        List.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "max_connections=80",
            "client_connection_check_interval=5s",
            "tcp_keepalives_idle=30",
            "timezone=UTC",
            "log_timezone=UTC");
    var text = new StringBuilder();
    options.forEach(option -> text.append(" -c ").append(option));
    return text.toString();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CannotRun(
          "there is no free port on the loopback address: end some programs and start again",
          "루프백 주소에 빈 포트가 없습니다: 다른 프로그램을 종료하고 다시 시작하십시오",
          e);
    }
  }

  /**
   * Roles and passwords are set at each start, so a first start that was killed half-way is mended.
   */
  private void makeDatabase() {
    try (var connection = Jdbc.open(superuser.database("postgres"));
        var statement = connection.createStatement()) {
      var found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'");
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new CannotRun(
          "the embedded Postgres takes no commands: see " + folder.log(),
          "내장 Postgres가 명령을 받지 않습니다: " + folder.log() + " 파일을 확인하십시오",
          e);
    }
    makeRoles(superuser);
  }

  /** Runs db/roles.sql in a database, with the passwords of this folder. */
  public void makeRoles(DatabaseUrl database) {
    try {
      DatabaseRoles.make(database, role -> new Secret(folder.password(role)));
    } catch (IOException e) {
      throw new CannotRun(
          "the roles cannot be made: see " + folder.log(),
          "데이터베이스 역할을 만들 수 없습니다: " + folder.log() + " 파일을 확인하십시오",
          e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
