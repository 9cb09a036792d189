package io.tunnelscope.app.cli;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.tenants.TenantOperator;
import java.util.List;

/** Finds the tenant that the operator of an installation names. */
final class TenantChoice {
  private TenantChoice() {}

  static TenantOperator.Tenant find(TenantOperator operator, String slug) {
    return all(operator).stream()
        .filter(tenant -> tenant.slug().equals(slug))
        .findFirst()
        .orElseThrow(() -> unknown(slug));
  }

  static List<TenantOperator.Tenant> all(TenantOperator operator) {
    try {
      return operator.list();
    } catch (Refusal.Unavailable _) {
      throw unreachable();
    }
  }

  static CommandFailed unknown(String slug) {
    var harmless = Ink.harmless(slug);
    return new CommandFailed(
        ExitStatus.UNUSABLE_INPUT,
        "there is no tenant " + harmless + ": see `tunnelscope tenant list`",
        harmless + " 테넌트가 없습니다: `tunnelscope tenant list`로 확인하십시오");
  }

  static CommandFailed unreachable() {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "the database does not answer or has no schema: check TUNNELSCOPE_MIGRATE_DATABASE_URL"
            + " and run `tunnelscope migrate`",
        "데이터베이스가 응답하지 않거나 스키마가 없습니다: TUNNELSCOPE_MIGRATE_DATABASE_URL을 확인하고 `tunnelscope"
            + " migrate`를 실행하십시오");
  }
}
