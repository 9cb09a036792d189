package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.refusal.Text;
import java.util.ArrayList;

/** What a server's "no", or its silence, means for the person at the terminal. */
final class Problem {
  private Problem() {}

  /**
   * @param body an {@code application/problem+json}, in the language that was asked for, or
   *     whatever else came
   */
  static CommandFailed of(int status, byte[] body, ServerAddress address) {
    var problem = Json.parse(body).filter(node -> node.has("type"));
    if (problem.isEmpty()) {
      return notTunnelscope(address);
    }
    String line = line(problem.get());
    var slug = problem.get().path("type").asText().replaceFirst("^.*/", "");
    return switch (slug) {
      case "not-signed-in" ->
          new CommandFailed(
              ExitStatus.NOT_ALLOWED,
              "the token is not valid or has ended: set TUNNELSCOPE_TOKEN to one that is",
              "토큰이 올바르지 않거나 만료되었습니다: 유효한 토큰을 TUNNELSCOPE_TOKEN에 설정하십시오");
      case "not-allowed" -> failed(ExitStatus.NOT_ALLOWED, line);
      case "invalid" -> failed(ExitStatus.USAGE, line);
      case "queue-full" -> failed(ExitStatus.NO_ROOM, line);
      case "too-many-requests", "unavailable" -> failed(ExitStatus.UNREACHABLE, line);
      case "internal" ->
          failed(ExitStatus.INTERNAL, line + " [" + problem.get().path("requestId").asText() + "]");
      default -> failed(status >= 500 ? ExitStatus.INTERNAL : ExitStatus.UNUSABLE_INPUT, line);
    };
  }

  private static CommandFailed failed(ExitStatus status, String line) {
    return new CommandFailed(status, new Text(line, line));
  }

  private static String line(JsonNode problem) {
    var parts = new ArrayList<String>();
    for (JsonNode error : problem.path("errors")) {
      parts.add(error.path("field").asText() + ": " + error.path("message").asText());
    }
    var detail = problem.path("detail").asText("");
    var title = problem.path("title").asText("");
    var sentence = detail.isEmpty() ? title : detail;
    if (parts.isEmpty() || !detail.isEmpty()) {
      // what is wrong in particular goes on where the sentence would end
      parts.addFirst(parts.isEmpty() ? sentence : sentence.replaceFirst("\\.$", ""));
    }
    return Ink.harmless(String.join("; ", parts).replaceAll("\\s+", " "));
  }

  static CommandFailed unreachable(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "no server answers at " + address.url() + ": start it, or check TUNNELSCOPE_URL",
        address.url() + "에서 응답하는 서버가 없습니다: 서버를 시작하거나 TUNNELSCOPE_URL을 확인하십시오");
  }

  static CommandFailed unknownHost(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "there is no host " + address.url().getHost() + ": check TUNNELSCOPE_URL",
        address.url().getHost() + " 호스트를 찾을 수 없습니다: TUNNELSCOPE_URL을 확인하십시오");
  }

  static CommandFailed slow(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "the server at " + address.url() + " does not answer in time: try again in a while",
        address.url() + " 서버가 제시간에 응답하지 않습니다: 잠시 후 다시 시도하십시오");
  }

  static CommandFailed brokenOff(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "the server at " + address.url() + " broke off: see whether it still runs, and try again",
        address.url() + " 서버와의 연결이 끊어졌습니다: 서버가 실행 중인지 확인하고 다시 시도하십시오");
  }

  static CommandFailed untrusted(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "no trusted TLS connection to "
            + address.url()
            + ": check the address, or add the server's certificate to Java's trust store",
        address.url() + "에 신뢰할 수 있는 TLS 연결을 맺을 수 없습니다: 주소를 확인하거나 서버 인증서를 Java 신뢰 저장소에 추가하십시오");
  }

  static CommandFailed notTunnelscope(ServerAddress address) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "what answers at " + address.url() + " is no Tunnelscope: check TUNNELSCOPE_URL",
        address.url() + "에서 응답하는 것은 Tunnelscope가 아닙니다: TUNNELSCOPE_URL을 확인하십시오");
  }
}
