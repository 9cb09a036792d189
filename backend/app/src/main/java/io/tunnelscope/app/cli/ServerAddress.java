package io.tunnelscope.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server, the tenant and the token that the client verbs use. Prints without the token.
 *
 * @param url without a slash at the end
 */
record ServerAddress(URI url, String tenant, String token) {
  private static final String URL = "TUNNELSCOPE_URL";
  private static final String TENANT = "TUNNELSCOPE_TENANT";
  private static final String TOKEN = "TUNNELSCOPE_TOKEN";
  private static final int LARGEST_FILE = 100_000;

  /**
   * The environment first, then the file a person names, then the demo of this machine. The demo's
   * token is never sent to a server named elsewhere.
   *
   * @param demoFolders where a demo may have left its {@code cli.env}
   */
  static ServerAddress find(
      Map<String, String> environment, Optional<Path> file, List<Path> demoFolders) {
    var values = new HashMap<String, String>();
    file.ifPresent(path -> values.putAll(read(path)));
    environment.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            values.put(name, value.strip());
          }
        });
    if (!values.containsKey(URL)) {
      demoFolders.stream()
          .map(folder -> folder.resolve("cli.env"))
          .filter(Files::isRegularFile)
          .findFirst()
          .ifPresent(path -> read(path).forEach(values::putIfAbsent));
    }
    return new ServerAddress(
        url(required(values, URL)),
        tenant(required(values, TENANT)),
        token(required(values, TOKEN)));
  }

  private static String required(Map<String, String> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw CommandFailed.usage(
          name
              + " is not known: start a server with `tunnelscope demo`, set it, or give --env FILE",
          name
              + "을(를) 알 수 없습니다: `tunnelscope demo`로 서버를 시작하거나 환경 변수를 설정하거나"
              + " --env FILE을 지정하십시오");
    }
    return value;
  }

  private static URI url(String text) {
    try {
      var url = new URI(text.replaceFirst("/+$", ""));
      if (List.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw CommandFailed.usage(
        URL + " is no address: write it like http://127.0.0.1:8080",
        URL + "이(가) 올바른 주소가 아닙니다: http://127.0.0.1:8080 형식으로 지정하십시오");
  }

  private static String tenant(String text) {
    if (text.matches("[A-Za-z0-9-]{1,63}")) {
      return text;
    }
    throw CommandFailed.usage(
        TENANT + " is no name of a tenant: it is made of letters, digits and hyphens",
        TENANT + "이(가) 올바른 테넌트 이름이 아닙니다: 영문자, 숫자, 하이픈만 사용할 수 있습니다");
  }

  private static String token(String text) {
    if (text.matches("[\\x21-\\x7e]{1,500}")) {
      return text;
    }
    throw CommandFailed.usage(
        TOKEN + " is no API token: copy it again, without blanks or line breaks",
        TOKEN + "이(가) 올바른 API 토큰이 아닙니다: 공백이나 줄바꿈 없이 다시 복사하십시오");
  }

  /** The assignments of a file. */
  static Map<String, String> read(Path file) {
    var values = new HashMap<String, String>();
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException("too large");
      }
      for (String line : new String(Files.readAllBytes(file), UTF_8).lines().toList()) {
        var assignment = line.strip().replaceFirst("^export\\s+", "");
        int equals = assignment.indexOf('=');
        if (equals > 0 && assignment.charAt(0) != '#') {
          values.put(assignment.substring(0, equals), unquoted(assignment.substring(equals + 1)));
        }
      }
    } catch (IOException _) {
      throw CommandFailed.usage(
          file + " cannot be read: name the cli.env of a demo, or a file like it",
          file + " 파일을 읽을 수 없습니다: demo가 만든 cli.env 같은 파일을 지정하십시오");
    }
    values.values().removeIf(String::isBlank);
    return values;
  }

  private static String unquoted(String value) {
    var text = value.strip();
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  @Override
  public String toString() {
    return "ServerAddress[url=" + url + ", tenant=" + tenant + "]";
  }
}
