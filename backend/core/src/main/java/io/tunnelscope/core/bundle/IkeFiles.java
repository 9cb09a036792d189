package io.tunnelscope.core.bundle;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.logs.WindowsError;
import java.util.stream.Collectors;

/** The one file of newer gateways, and the wording both generations share. */
final class IkeFiles {

  private IkeFiles() {}

  static BundleFile log(BundleContent content) {
    return new BundleFile(
        "IKELogs.txt",
        content.ike().stream()
            .map(
                ike ->
                    "Remote %s:500: Local %s:500: [%s]%s %s\n"
                        .formatted(
                            content.remote(),
                            content.local(),
                            ike.way(),
                            tag(ike.exchange()),
                            text(ike)))
            .collect(Collectors.joining()));
  }

  /** The message, with the error number where it is a failure. */
  static String text(IkeRecord ike) {
    return ike.windowsError().isEmpty()
        ? ike.message()
        : "%s with Windows error %d(%s)"
            .formatted(
                ike.message(), ike.windowsError().getAsInt(), name(ike.windowsError().getAsInt()));
  }

  static String name(int error) {
    return WindowsError.of(error).map(WindowsError::name).orElse("ERROR_UNKNOWN");
  }

  private static String tag(ExchangeKind exchange) {
    return switch (exchange) {
      case IKE_SA_INIT -> "[SA_INIT]";
      case IKE_AUTH -> "[SA_AUTH]";
      case CREATE_CHILD_SA -> "[CREATE_CHILD_SA]";
      case INFORMATIONAL -> "[INFORMATIONAL]";
      case MAIN_MODE, AGGRESSIVE_MODE -> "[MAIN_MODE]";
      case QUICK_MODE -> "[QUICK_MODE]";
      case IKE_INTERMEDIATE, TRANSACTION, UNKNOWN -> "";
    };
  }
}
