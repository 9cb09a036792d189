package io.tunnelscope.app.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tunnelscope.app.Application;
import io.tunnelscope.app.Logging;
import io.tunnelscope.app.audit.CheckpointsUnusable;
import io.tunnelscope.app.bundles.LogStoreUnusable;
import io.tunnelscope.app.db.MigrationFailure;
import io.tunnelscope.app.db.Migrations;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.secrets.WrongKeys;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Serves in production: settings from the environment, a Postgres of your own.",
      "Logs one JSON object a line to stderr."
    })
final class ServeVerb implements Verb {
  private static final int START_SECONDS = 30;

  /** Supervisors wait 30 s, as a rule, before they kill. */
  private static final int STOP_SECONDS = 25;

  /** What is not done by then is given back, for which there is time. */
  private static final Duration GRACE = Duration.ofSeconds(18);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) throws InterruptedException {
    var settings = ServerSettings.read(terminal, config, Purpose.SERVE);
    Ports.check(
        settings.http().host(),
        settings.http().port(),
        "set TUNNELSCOPE_HTTP_PORT to another one",
        "TUNNELSCOPE_HTTP_PORT에 다른 포트를 지정하십시오");
    Ports.check(
        "127.0.0.1",
        settings.http().managementPort(),
        "set TUNNELSCOPE_MANAGEMENT_PORT to another one",
        "TUNNELSCOPE_MANAGEMENT_PORT에 다른 포트를 지정하십시오");
    checkSchema(settings);
    Logging.to(new FileOutputStream(FileDescriptor.err));
    LoggerFactory.getLogger(ServeVerb.class)
        .atInfo()
        .addKeyValue("settings", settings)
        .log("starting");
    return serve(terminal, settings, new Stop());
  }

  private static void checkSchema(Settings settings) {
    try {
      Migrations.check(
          settings.database().system().orElseThrow(), settings.database().allowOldServer());
    } catch (MigrationFailure e) {
      throw new CommandFailed(ExitStatus.UNREACHABLE, e.text());
    }
  }

  private static ExitStatus serve(Terminal terminal, Settings settings, Stop stop)
      throws InterruptedException {
    var vertx = Vertx.vertx();
    try {
      var kms = KeyFiles.open(vertx, settings.kmsFile().orElseThrow());
      var application =
          Application.start(vertx, parts(terminal, settings, kms))
              .await(START_SECONDS, TimeUnit.SECONDS);
      terminal.out().line("Tunnelscope is ready: " + application.origin());
      terminal.out().flush();
      var status = stop.await(application::isAlive);
      application.stop(GRACE).await(STOP_SECONDS, TimeUnit.SECONDS);
      return status;
    } catch (LogStoreUnusable e) {
      throw new CommandFailed(status(e.reason()), e.text());
    } catch (CheckpointsUnusable e) {
      throw new CommandFailed(ExitStatus.NO_ROOM, e.text());
    } catch (WrongKeys e) {
      throw new CommandFailed(ExitStatus.USAGE, e.text());
    } catch (TimeoutException _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the server did not start or stop in time: see whether the database answers, and try"
              + " again",
          "서버가 제시간에 시작되거나 종료되지 않았습니다: 데이터베이스 상태를 확인하고 다시 시도하십시오");
    } finally {
      vertx.close();
    }
  }

  static ExitStatus status(LogStoreUnusable.Reason reason) {
    return switch (reason) {
      case WRONG_SETTING -> ExitStatus.USAGE;
      case NO_FOLDER -> ExitStatus.NO_ROOM;
      case UNREACHABLE -> ExitStatus.UNREACHABLE;
      case NOT_ALLOWED -> ExitStatus.NOT_ALLOWED;
    };
  }

  private static Application.Parts parts(Terminal terminal, Settings settings, Kms kms) {
    return new Application.Parts(
        settings,
        kms,
        terminal.clock(),
        new SecureRandom(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        false);
  }
}
