package io.tunnelscope.core.bundle;

import io.tunnelscope.core.evidence.Side;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The three files of older gateways: errors in words, the decoded trace, and how the decoding went.
 */
final class TraceFiles {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM/dd/uuuu-HH:mm:ss.SSS", Locale.US).withZone(ZoneOffset.UTC);
  private static final String FORMAT_ID = "6f0a1c5e-52d3-4b7e-9b7a-0d4c1e2f3a4b";

  private TraceFiles() {}

  static List<BundleFile> of(BundleContent content) {
    return Stream.of(
            new BundleFile("IKEErrors.txt", errors(content)),
            new BundleFile("Scrubbed-wfpdiag.txt", trace(content)),
            new BundleFile("wfpdiag.txt.sum", summary(content)))
        .filter(file -> !file.text().isEmpty())
        .toList();
  }

  private static String errors(BundleContent content) {
    return content.ike().stream()
        .filter(ike -> ike.windowsError().isPresent() && !content.undecoded())
        .map(
            ike -> "Error: %s\n\t based on log : %s\n".formatted(sentence(ike), IkeFiles.text(ike)))
        .collect(Collectors.joining());
  }

  private static String sentence(IkeRecord ike) {
    return switch (ike.windowsError().orElseThrow()) {
      case 13801, 13867, 13870 -> "Authentication failed. Compare the shared key of both sides.";
      case 13805, 13813, 13814, 13815 -> "The on-premises device did not respond.";
      case 13868, 13825, 13850 ->
          ike.exchange().negotiatesIke()
              ? "Main Mode settings of the two sides have nothing in common."
              : "On-premises device rejected Quick Mode settings.";
      case 13843 -> "On-premises device sent invalid payload.";
      case 13999 -> "The traffic selectors of the two sides differ.";
      default -> "The negotiation failed.";
    };
  }

  private static String trace(BundleContent content) {
    var text = new StringBuilder();
    var number = 1;
    for (var ike : content.ike()) {
      if (content.undecoded()) {
        text.append(prefix(ike.at()))
            .append("Unknown( 10): GUID=%s (no format found).\n".formatted(FORMAT_ID));
      } else {
        text.append(prefix(ike.at()))
            .append(
                "[ikeext] %d|%s|%s\n".formatted(number++, content.remote(), IkeFiles.text(ike)));
        if (ike.windowsError().isPresent()) {
          text.append(block(content, ike, number++));
        }
      }
    }
    return text.toString();
  }

  private static String block(BundleContent content, IkeRecord ike, int number) {
    return prefix(ike.at())
        + """
        [ikeext] %d|%s|IKE diagnostic event:
          Local address: %s
          Remote address: %s
          IP version: IPv4
          Failure type: IKE/Authip %s Mode Failure
          Failure error code:0x%08x
            %s
          Failure point: %s
        """
            .formatted(
                number,
                content.remote(),
                content.local(),
                content.remote(),
                ike.exchange().negotiatesChild() && !isAuthentication(ike) ? "Quick" : "Main",
                ike.windowsError().orElseThrow(),
                IkeFiles.name(ike.windowsError().orElseThrow()),
                ike.failedAt() == Side.PEER ? "Remote" : "Local");
  }

  /** Windows counts proving who one is to main mode, whichever version of IKE it is. */
  private static boolean isAuthentication(IkeRecord ike) {
    return switch (ike.windowsError().orElseThrow()) {
      case 13801, 13867, 13870 -> true;
      default -> false;
    };
  }

  private static String prefix(Instant at) {
    return "[0]0368.0A94::" + TIME.format(at) + " ";
  }

  private static String summary(BundleContent content) {
    var events = Math.max(1, content.ike().size());
    var unknown = content.undecoded() ? events : 0;
    return """
    Files Processed:
    	C:\\Resources\\directory\\wfpdiag.etl
    Total Buffers Processed 1
    Total Events  Processed %d
    Total Events  Lost      0
    Total Format  Errors    0
    Total Formats Unknown   %d
    Elapsed Time            330 sec
    +-----------------------------------------------------------------+
    |EventCount    EventName    EventType    TMF                      |
    +-----------------------------------------------------------------+
    |%d    ikeext    10    %s|
    +-----------------------------------------------------------------+
    """
        .formatted(events, unknown, events, FORMAT_ID);
  }
}
