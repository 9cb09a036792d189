package io.tunnelscope.app.cli;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.DoesNotOpen;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Rotation;
import io.tunnelscope.app.secrets.SealedStore;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.tenants.TenantOperator;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate-keys",
    description = {
      "Gives a tenant a new data key, wrapped by the last key of the file TUNNELSCOPE_KMS, and seals its secrets anew.",
      "Servers may run meanwhile; what was cut off goes on the next time."
    })
final class TenantRotateKeysVerb implements Verb {
  private static final int SECONDS_OF_A_TENANT = 120;

  @Parameters(paramLabel = "SLUG", arity = "0..1", description = "The tenant.")
  private Optional<String> slug;

  @Option(names = "--all", description = "Every tenant, for instance after a new key in the file.")
  private boolean all;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    if (slug.isPresent() == all) {
      throw CommandFailed.usage(
          "rotate-keys takes a SLUG, or --all for every tenant",
          "rotate-keys에는 SLUG 하나 또는 모든 테넌트를 뜻하는 --all을 지정하십시오");
    }
    var settings = ServerSettings.read(terminal, config, Purpose.MIGRATE);
    var url = settings.database().migrate().orElseThrow();
    var vertx = Vertx.vertx();
    try {
      rotate(terminal, tenants(terminal, url), rotation(vertx, settings, url));
      return ExitStatus.OK;
    } finally {
      vertx.close();
    }
  }

  private List<TenantOperator.Tenant> tenants(Terminal terminal, DatabaseUrl url) {
    var ids = new Uuid7(terminal.clock(), new SecureRandom());
    try {
      var known = new TenantOperator(url, ids::next).list();
      var wanted =
          known.stream().filter(tenant -> all || tenant.slug().equals(slug.orElseThrow())).toList();
      if (wanted.isEmpty() && !all) {
        var name = Ink.harmless(slug.orElseThrow());
        throw new CommandFailed(
            ExitStatus.UNUSABLE_INPUT,
            "there is no tenant " + name + ": see how it is spelt",
            name + " 테넌트가 없습니다: 이름을 확인하십시오");
      }
      return wanted;
    } catch (Refusal.Unavailable _) {
      throw unreachable();
    }
  }

  // The operator's role may do what the app and the system role may, and take old keys away.
  private static Rotation rotation(Vertx vertx, Settings settings, DatabaseUrl url) {
    var file =
        settings
            .kmsFile()
            .orElseThrow(
                () ->
                    CommandFailed.usage(
                        "TUNNELSCOPE_KMS is missing: give the key file that the servers use",
                        "TUNNELSCOPE_KMS가 없습니다: 서버가 사용하는 키 파일을 지정하십시오"));
    var db = new Db(vertx, DbOptions.of(url, url));
    var keys = new DataKeyStore(db);
    return new Rotation(
        keys,
        new SealedStore(db, new AuditLog()),
        new Envelope(keys, KeyFiles.open(vertx, file), new SecureRandom()));
  }

  private static void rotate(
      Terminal terminal, List<TenantOperator.Tenant> tenants, Rotation rotation) {
    var words = new Words(terminal.language());
    for (var tenant : tenants) {
      terminal.out().line(tenant.slug() + ": " + outcome(words, rotate(tenant, rotation)));
      terminal.out().flush();
    }
  }

  private static Optional<Rotation.Rotated> rotate(
      TenantOperator.Tenant tenant, Rotation rotation) {
    try {
      return rotation.rotate(tenant.id()).await(SECONDS_OF_A_TENANT, TimeUnit.SECONDS);
    } catch (DoesNotOpen _) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT,
          "%s: TUNNELSCOPE_KMS does not open its secrets, or one was changed: nothing was lost; put the key that wrapped them back into the file"
              .formatted(tenant.slug()),
          "%s: TUNNELSCOPE_KMS로 비밀을 열 수 없거나 비밀이 변경되었습니다: 잃은 것은 없습니다. 비밀을 감싼 키를 파일에 되돌려 놓으십시오"
              .formatted(tenant.slug()));
    } catch (Refusal.Unavailable | TimeoutException _) {
      throw unreachable();
    }
  }

  private static String outcome(Words words, Optional<Rotation.Rotated> rotated) {
    return rotated
        .map(
            done ->
                words.of(
                    "key %d now, %d sealed anew".formatted(done.keyVersion(), done.values()),
                    "이제 키 %d, 다시 봉인한 값 %d개".formatted(done.keyVersion(), done.values())))
        .orElse(words.of("no secrets yet", "아직 비밀이 없습니다"));
  }

  private static CommandFailed unreachable() {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "the database does not answer, is busy or has no schema: check"
            + " TUNNELSCOPE_MIGRATE_DATABASE_URL and try again; a rotation goes on where it was",
        "데이터베이스가 응답하지 않거나 사용량이 많거나 스키마가 없습니다: TUNNELSCOPE_MIGRATE_DATABASE_URL을 확인하고 다시"
            + " 시도하십시오. 교체는 중단된 곳에서 계속됩니다");
  }
}
