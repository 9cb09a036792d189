package io.tunnelscope.app.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.Application;
import io.tunnelscope.app.Logging;
import io.tunnelscope.app.audit.CheckpointsUnusable;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.db.EmbeddedPostgres;
import io.tunnelscope.app.db.EmbeddedPostgresFailure;
import io.tunnelscope.app.db.MigrationFailure;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.demo.Demo;
import io.tunnelscope.app.demo.DemoLab;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.secrets.KeyFile;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.secrets.WrongKeys;
import io.tunnelscope.app.settings.DatabaseSettings;
import io.tunnelscope.app.settings.LogStore;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.tenants.TenantOperator;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The story of one demo: database, schema, people and gateways, server, and all of it back again.
 */
final class DemoServer {
  private static final int FILL_SECONDS = 300;
  private static final int START_SECONDS = 30;
  private static final int STOP_SECONDS = 5;

  private final Terminal terminal;
  private final Path folder;
  private final OptionalInt port;
  private final Optional<DemoLab> lab;
  private final Words words;
  private final SecureRandom random = new SecureRandom();

  DemoServer(Terminal terminal, Path folder, OptionalInt port, Optional<DemoLab> lab) {
    this.terminal = terminal;
    this.folder = folder;
    this.port = port;
    this.lab = lab;
    this.words = new Words(terminal.language());
  }

  ExitStatus run() throws InterruptedException {
    var asked = settings();
    Ports.check(
        asked.http().host(),
        asked.http().port(),
        "give --port another one, or --port 0 for a free one",
        "--port에 다른 포트를 지정하거나 --port 0으로 빈 포트를 사용하십시오");
    Ports.check(
        "127.0.0.1",
        asked.http().managementPort(),
        "set TUNNELSCOPE_MANAGEMENT_PORT to another one",
        "TUNNELSCOPE_MANAGEMENT_PORT에 다른 포트를 지정하십시오");
    var stop = new Stop();
    step("starting the database", "데이터베이스를 시작하는 중");
    try (var postgres = database()) {
      stop.atOnce(postgres::kill);
      return with(postgres, asked, stop);
    } finally {
      step("", "");
    }
  }

  private Settings settings() {
    var settings = ServerSettings.read(terminal, Optional.empty(), Purpose.DEMO);
    var http = port.isPresent() ? settings.http().withPort(port.getAsInt()) : settings.http();
    if (!http.isLoopback() && http.tls().isEmpty()) {
      throw CommandFailed.usage(
          "a demo on %s could be reached by others without encryption: set TUNNELSCOPE_TLS_CERT and TUNNELSCOPE_TLS_KEY, or leave TUNNELSCOPE_HTTP_HOST out"
              .formatted(http.host()),
          "%s에서 실행하는 demo는 다른 사람이 암호화 없이 접속할 수 있습니다: TUNNELSCOPE_TLS_CERT와 TUNNELSCOPE_TLS_KEY를 설정하거나 TUNNELSCOPE_HTTP_HOST를 지정하지 마십시오"
              .formatted(http.host()));
    }
    return settings.with(http).with(lab.map(DemoLab::allowed).orElse(settings.vici()));
  }

  private EmbeddedPostgres database() {
    try {
      Files.createDirectories(folder);
      return EmbeddedPostgres.start(folder.resolve("postgres"));
    } catch (IOException | EmbeddedPostgresFailure.FolderNotWritable _) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          folder + " cannot be written: give --data a folder that can",
          folder + " 폴더에 쓸 수 없습니다: --data에 쓸 수 있는 폴더를 지정하십시오");
    } catch (EmbeddedPostgresFailure.FolderInUse _) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          folder + " is in use by another demo: end that one, or give --data another folder",
          folder + " 폴더는 다른 demo가 사용하고 있습니다: 그 demo를 종료하거나 --data에 다른 폴더를 지정하십시오");
    } catch (EmbeddedPostgresFailure.CannotRun e) {
      throw new CommandFailed(ExitStatus.INTERNAL, e.text());
    }
  }

  private ExitStatus with(EmbeddedPostgres postgres, Settings asked, Stop stop)
      throws InterruptedException {
    logs();
    migrate(postgres);
    var settings =
        asked
            .with(
                new DatabaseSettings(
                    Optional.of(postgres.app()),
                    Optional.of(postgres.system()),
                    Optional.of(postgres.migrate()),
                    true))
            .with(new LogStore.Folder(folder.resolve("bundles")))
            .orAuditCheckpoint(folder.resolve("audit").resolve("checkpoints.jsonl"));
    var vertx = Vertx.vertx();
    try {
      return serve(vertx, settings, keys(vertx), tenants(postgres), stop);
    } catch (CheckpointsUnusable e) {
      throw new CommandFailed(ExitStatus.NO_ROOM, e.text());
    } catch (WrongKeys e) {
      throw new CommandFailed(ExitStatus.USAGE, e.text());
    } finally {
      quietly(() -> vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS));
    }
  }

  private void logs() {
    var logs = folder.resolve("logs");
    try {
      Files.createDirectories(logs);
      Logging.to(logs);
    } catch (IOException e) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          logs + " cannot be written: give --data a folder that can",
          logs + " 폴더에 쓸 수 없습니다: --data에 쓸 수 있는 폴더를 지정하십시오");
    }
  }

  private static void migrate(EmbeddedPostgres postgres) {
    try {
      Migrations.run(postgres.migrate(), true); // the server is the one that we bring along
    } catch (MigrationFailure e) {
      throw new CommandFailed(ExitStatus.INTERNAL, e.text());
    }
  }

  private List<Demo.Tenant> tenants(EmbeddedPostgres postgres) {
    var operator =
        new TenantOperator(postgres.migrate(), new Uuid7(terminal.clock(), random)::next);
    var tenants = new ArrayList<Demo.Tenant>();
    for (var tenant : Demo.TENANTS.entrySet()) {
      var made = operator.ensure(tenant.getKey(), tenant.getValue());
      tenants.add(new Demo.Tenant(made.id(), made.slug()));
    }
    return tenants;
  }

  private ExitStatus serve(
      Vertx vertx, Settings settings, Kms kms, List<Demo.Tenant> tenants, Stop stop)
      throws InterruptedException {
    var database = settings.database();
    var db =
        new Db(vertx, DbOptions.of(database.app().orElseThrow(), database.system().orElseThrow()));
    try {
      var demo = new Demo(vertx, db, kms, bundles(vertx), lab, terminal.clock(), random);
      step("filling in gateways and history", "게이트웨이와 점검 기록을 채우는 중");
      await(demo.fill(tenants), FILL_SECONDS);
      if (stop.isWished()) {
        return stop.await();
      }
      var application = start(vertx, settings, kms);
      try {
        new DemoAccess(demo, application.origin(), folder).write(tenants);
        step("", "");
        terminal.out().line("Tunnelscope is ready: " + application.origin());
        terminal.out().flush();
        return stop.await(application::isAlive);
      } finally {
        step("stopping", "종료하는 중");
        quietly(() -> application.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
      }
    } finally {
      quietly(() -> db.close().await(STOP_SECONDS, TimeUnit.SECONDS));
    }
  }

  /** The demo's own; losing it would lose the secrets in the data folder. */
  private Kms keys(Vertx vertx) {
    var file = folder.resolve("kms.keys");
    try {
      KeyFile.ensure(file, "demo-" + HexFormat.of().toHexDigits(random.nextInt()), random);
    } catch (IOException e) {
      throw new CommandFailed(
          ExitStatus.NO_ROOM,
          file + " cannot be written: give --data a folder that can",
          file + " 파일에 쓸 수 없습니다: --data에 쓸 수 있는 폴더를 지정하십시오");
    }
    return KeyFiles.open(vertx, file);
  }

  private BundleStore bundles(Vertx vertx) {
    try {
      return BundleStore.open(
          vertx, folder.resolve("bundles"), new Uuid7(terminal.clock(), random));
    } catch (IOException e) {
      throw new IllegalStateException("the log store cannot be opened", e);
    }
  }

  private Application start(Vertx vertx, Settings settings, Kms kms) throws InterruptedException {
    var parts =
        new Application.Parts(
            settings,
            kms,
            terminal.clock(),
            random,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            true);
    return await(Application.start(vertx, parts), START_SECONDS);
  }

  private static <T> T await(io.vertx.core.Future<T> future, int seconds) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the demo did not start in time", e);
    }
  }

  /** Something that ends must not keep the rest from ending. */
  private static void quietly(Ending ending) {
    try {
      ending.end();
    } catch (TimeoutException | RuntimeException _) {
      // The process is about to go; what it holds goes with it.
    }
  }

  @FunctionalInterface
  private interface Ending {
    void end() throws TimeoutException;
  }

  private void step(String english, String korean) {
    if (terminal.live()) {
      var text = words.of(english, korean);
      terminal.err().print("\r\u001B[K" + (text.isEmpty() ? "" : text + " ..."));
      terminal.err().flush();
    }
  }
}
