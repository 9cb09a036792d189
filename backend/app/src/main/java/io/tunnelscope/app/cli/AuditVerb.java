package io.tunnelscope.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "audit",
    description =
        "Who did what in the tenant: lists it, takes it away as a file, checks it, ends it.",
    subcommands = {
      AuditListVerb.class,
      AuditExportVerb.class,
      AuditVerifyVerb.class,
      AuditExpireVerb.class
    })
final class AuditVerb {
  @Mixin HelpOption help;
}
