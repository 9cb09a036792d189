package io.tunnelscope.app.runs;

import io.tunnelscope.app.refusal.Text;
import java.util.Optional;

/** What a person who waits is told that the run is doing. */
final class ProgressText {
  private ProgressText() {}

  static Text of(String step, Optional<String> probe) {
    return switch (step) {
      case "collecting" -> new Text("Collecting evidence", "증거를 수집하고 있습니다");
      case "probe" -> ofProbe(probe.orElse(""));
      case "diagnosing" -> new Text("Diagnosing", "수집한 증거를 진단하고 있습니다");
      case "writing-logs" -> new Text("Storing the log files", "로그 파일을 저장하고 있습니다");
      case "finishing" -> new Text("Writing the result", "결과를 기록하고 있습니다");
      default -> new Text("Working", "처리하고 있습니다");
    };
  }

  private static Text ofProbe(String probe) {
    return switch (probe) {
      case "gateway" -> new Text("Asking for the gateway's state", "게이트웨이 상태를 조회하고 있습니다");
      case "health-probe" ->
          new Text("Probing the gateway's public address", "게이트웨이 공인 IP의 응답을 확인하고 있습니다");
      case "gateway-state" ->
          new Text("Asking for its connections and tunnels", "연결과 터널 상태를 조회하고 있습니다");
      case "traffic" -> new Text("Watching the traffic", "트래픽을 관찰하고 있습니다");
      case "dialling" -> new Text("Trying to bring the tunnel up", "터널 연결을 시도하고 있습니다");
      case "gateway-log" -> new Text("Reading the gateway's log", "게이트웨이 로그를 읽고 있습니다");
      case "network-watcher" ->
          new Text(
              "Waiting for Azure's Network Watcher, which takes some minutes",
              "Azure Network Watcher의 진단을 기다리고 있습니다(몇 분 걸립니다)");
      case "connections" -> new Text("Asking for its connections", "연결 상태를 조회하고 있습니다");
      case "connection-stats" -> new Text("Reading the counters", "연결 통계를 읽고 있습니다");
      case "cpu" -> new Text("Reading the load", "CPU와 메모리 사용량을 읽고 있습니다");
      case "ike-logs" -> new Text("Reading the IKE logs", "IKE 로그를 읽고 있습니다");
      case "bundle" -> new Text("Fetching the log bundle", "로그 번들을 가져오고 있습니다");
      case "uploaded-logs" -> new Text("Reading the uploaded logs", "업로드된 로그를 읽고 있습니다");
      default -> new Text("Looking at " + probe, probe + " 항목을 확인하고 있습니다");
    };
  }
}
