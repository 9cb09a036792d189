package io.tunnelscope.app.login;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a person goes after signing in. It stands in an address that anybody can write and send to
 * somebody, so it leads to a path of this very site or to the start page, and nowhere else.
 */
record ReturnPath(String path) {
  private static final int LONGEST = 2_000;

  /** Printable ASCII only: it becomes a header. A second slash would begin a host. */
  private static final Pattern OURS =
      Pattern.compile("/(?!/)[A-Za-z0-9_\\-/]*(\\?[!-~&&[^#\\\\]]*)?");

  private static final Pattern IN_TENANT =
      Pattern.compile("/t/([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:[/?].*)?");

  static ReturnPath of(String wanted) {
    boolean ours = wanted.length() <= LONGEST && OURS.matcher(wanted).matches();
    return new ReturnPath(ours ? wanted : "/");
  }

  /** The slug of the tenant whose page it is. */
  Optional<String> tenant() {
    var match = IN_TENANT.matcher(path);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }
}
