package io.tunnelscope.app.cli;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.ApiTokens;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import io.tunnelscope.app.tenants.TenantOperator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "Makes a tenant and its first admin; prints an API token for one day, once.")
final class TenantAddVerb implements Verb {
  private static final int SECONDS = 20;

  @Parameters(paramLabel = "SLUG", description = "Lower-case letters, digits and hyphens.")
  private String slug;

  @Option(
      names = "--admin",
      required = true,
      paramLabel = "ISSUER#SUBJECT",
      description = "The first admin, as the identity provider knows them.")
  private String admin;

  @Option(names = "--name", paramLabel = "NAME", description = "For people. Default: the slug.")
  private Optional<String> name;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Lines NAME=value; the environment wins.")
  private Optional<Path> config;

  @Mixin HelpOption help;

  @Override
  public ExitStatus run(Terminal terminal) {
    checkArguments();
    var database = ServerSettings.read(terminal, config, Purpose.MIGRATE).database();
    var random = new SecureRandom();
    var ids = new Uuid7(terminal.clock(), random);
    var url = database.migrate().orElseThrow();
    var tenant = make(new TenantOperator(url, ids::next));
    terminal.out().line(token(terminal, url, tenant, ids, random));
    return ExitStatus.OK;
  }

  private void checkArguments() {
    if (!slug.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw CommandFailed.usage(
          "SLUG is made of lower-case letters, digits and hyphens, at most 63: not "
              + Ink.harmless(slug),
          "SLUG에는 영문 소문자, 숫자, 하이픈만 63자까지 사용할 수 있습니다: " + Ink.harmless(slug) + "은(는) 사용할 수 없습니다");
    }
    if (!admin.matches("(?s)[^#]{1,500}#.{1,500}")) {
      throw CommandFailed.usage(
          "--admin takes ISSUER#SUBJECT: join both with a #",
          "--admin은 ISSUER#SUBJECT 형식입니다: 두 값을 #으로 연결하십시오");
    }
  }

  private TenantOperator.Tenant make(TenantOperator operator) {
    try {
      if (operator.list().stream().anyMatch(tenant -> tenant.slug().equals(slug))) {
        throw new CommandFailed(
            ExitStatus.UNUSABLE_INPUT,
            "there is a tenant " + slug + " already: choose another slug",
            slug + " 테넌트가 이미 있습니다: 다른 이름을 지정하십시오");
      }
      return operator.ensure(slug, name.orElse(slug));
    } catch (Refusal.Unavailable _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the database does not answer or has no schema: check TUNNELSCOPE_MIGRATE_DATABASE_URL"
              + " and run `tunnelscope migrate`",
          "데이터베이스가 응답하지 않거나 스키마가 없습니다: TUNNELSCOPE_MIGRATE_DATABASE_URL을 확인하고 `tunnelscope"
              + " migrate`를 실행하십시오");
    }
  }

  // The operator's role may do what the app and the system role may.
  private String token(
      Terminal terminal,
      DatabaseUrl url,
      TenantOperator.Tenant tenant,
      Uuid7 ids,
      SecureRandom random) {
    var vertx = Vertx.vertx();
    try {
      var db = new Db(vertx, DbOptions.of(url, url));
      var parts = admin.split("#", 2);
      Future<String> token =
          new PersonStore(db, ids::next)
              .ensure(parts[0], parts[1], parts[1])
              .compose(
                  person ->
                      new MembershipStore(db, new AuditLog()).put(tenant.id(), person, Role.ADMIN))
              .compose(
                  _ ->
                      new ApiTokens(db, new AuditLog(), terminal.clock(), ids::next, random)
                          .create(tenant.id(), "first admin", Role.ADMIN, 1));
      return token.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      throw new CommandFailed(
          ExitStatus.UNREACHABLE,
          "the database does not answer in time: try again",
          "데이터베이스가 제시간에 응답하지 않습니다: 다시 시도하십시오");
    } finally {
      vertx.close();
    }
  }
}
