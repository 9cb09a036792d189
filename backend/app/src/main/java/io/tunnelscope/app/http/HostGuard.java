package io.tunnelscope.app.http;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.HttpSettings;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * Keeps other sites from reaching a listener of this machine through a name of theirs that resolves
 * to 127.0.0.1: browsers would take such a page for ours.
 */
final class HostGuard {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "::1", "[::1]");
  private static final Text FOREIGN =
      new Text(
          "Use the address that Tunnelscope printed: this host name is not ours.",
          "Tunnelscope가 출력한 주소로 접속하세요. 이 호스트 이름은 사용할 수 없습니다.");

  private final boolean onlyLoopback;

  HostGuard(HttpSettings settings) {
    this.onlyLoopback = settings.isLoopback() && settings.publicUrl().isEmpty();
  }

  void check(RoutingContext ctx) {
    var authority = ctx.request().authority();
    if (onlyLoopback && (authority == null || !NAMES.contains(authority.host()))) {
      throw new Refusal.Invalid(FOREIGN, List.of());
    }
    ctx.next();
  }
}
