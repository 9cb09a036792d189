package io.tunnelscope.app.cli;

import io.tunnelscope.app.demo.Demo;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.core.language.Language;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The files with which scripts get into a demo. Tokens of an earlier start are kept. */
final class DemoAccess {
  private static final Map<String, Role> TOKENS = tokens();

  private final Demo demo;
  private final String url;
  private final Path folder;

  DemoAccess(Demo demo, String url, Path folder) {
    this.demo = demo;
    this.url = url;
    this.folder = folder;
  }

  /** The first tenant's are in {@code cli.env}, another one's in a file of its name. */
  void write(List<Demo.Tenant> tenants) throws InterruptedException {
    for (var tenant : tenants) {
      boolean first = tenant.equals(tenants.getFirst());
      var file = folder.resolve((first ? "cli" : tenant.slug()) + ".env");
      try {
        EnvFile.write(file, values(tenant, file));
      } catch (IOException e) {
        throw new CommandFailed(
            ExitStatus.NO_ROOM,
            file + " cannot be written: make room, or give --data another folder",
            file + " 파일을 쓸 수 없습니다: 공간을 확보하거나 --data에 다른 폴더를 지정하십시오");
      }
    }
  }

  private Map<String, String> values(Demo.Tenant tenant, Path file) throws InterruptedException {
    var before =
        Files.isRegularFile(file) ? ServerAddress.read(file) : new HashMap<String, String>();
    var values = new LinkedHashMap<String, String>();
    values.put("TUNNELSCOPE_URL", url);
    values.put("TUNNELSCOPE_TENANT", tenant.slug());
    for (var token : TOKENS.entrySet()) {
      var known = before.getOrDefault(token.getKey(), "");
      values.put(token.getKey(), isGood(tenant, known) ? known : fresh(tenant, token.getValue()));
    }
    var operator = values.get("TUNNELSCOPE_TOKEN");
    values.put("TUNNELSCOPE_CLIENT_ID", idOf(operator));
    values.put("TUNNELSCOPE_CLIENT_SECRET", operator);
    values.put("TUNNELSCOPE_ARM_TENANT", tenant.id().toString());
    return values;
  }

  private boolean isGood(Demo.Tenant tenant, String token) throws InterruptedException {
    if (!token.startsWith("vpnt_")) {
      return false;
    }
    try {
      var address = new ServerAddress(URI.create(url), tenant.slug(), token);
      new Server(address, Language.EN).get("targets?limit=1");
      return true;
    } catch (CommandFailed _) {
      return false; // ended, revoked, or of a database that is gone
    }
  }

  private String fresh(Demo.Tenant tenant, Role role) {
    try {
      return demo.token(tenant.id(), role).await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no token could be made", e);
    }
  }

  // vpnt_<id in hex>_<secret>
  private static String idOf(String token) {
    var hex = token.substring("vpnt_".length(), "vpnt_".length() + 32);
    return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16))
        .toString();
  }

  private static Map<String, Role> tokens() {
    var tokens = new LinkedHashMap<String, Role>();
    tokens.put("TUNNELSCOPE_TOKEN", Role.OPERATOR);
    tokens.put("TUNNELSCOPE_AUDITOR_TOKEN", Role.AUDITOR);
    tokens.put("TUNNELSCOPE_ADMIN_TOKEN", Role.ADMIN);
    return java.util.Collections.unmodifiableMap(tokens);
  }
}
