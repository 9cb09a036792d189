package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "tenant",
    description =
        "Looks after the tenants of an installation; needs TUNNELSCOPE_MIGRATE_DATABASE_URL.",
    subcommands = {
      TenantAddVerb.class,
      TenantListVerb.class,
      TenantLimitsVerb.class,
      TenantExportVerb.class,
      TenantDeleteVerb.class,
      TenantRotateKeysVerb.class
    })
final class TenantVerb {
  @Mixin HelpOption help;
}
