package io.tunnelscope.app.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Sees before anything is started whether a port can be had. */
final class Ports {
  private Ports() {}

  static void check(String host, int port, String mend, String mendInKorean) {
    if (port == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the server does: the last one may just have ended
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw String.valueOf(e.getMessage()).contains("in use")
          ? taken(port, mend, mendInKorean)
          : cannot(host, port);
    } catch (IOException | RuntimeException _) {
      throw cannot(host, port);
    }
  }

  static CommandFailed taken(int port, String mend, String mendInKorean) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "port " + port + " is taken by another program: " + mend,
        port + "번 포트를 다른 프로그램이 사용하고 있습니다: " + mendInKorean);
  }

  private static CommandFailed cannot(String host, int port) {
    return new CommandFailed(
        ExitStatus.UNREACHABLE,
        "nobody can listen on %s port %d here: choose another host or port".formatted(host, port),
        "여기서는 %s의 %d번 포트를 열 수 없습니다: 다른 호스트나 포트를 지정하십시오".formatted(host, port));
  }
}
