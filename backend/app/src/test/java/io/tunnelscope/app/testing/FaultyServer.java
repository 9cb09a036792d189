package io.tunnelscope.app.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts, and does to every client what a test wants: lies, stalls, hangs up. */
public final class FaultyServer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Behaviour behaviour;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  /** What happens on one connection. After it the server reads on and says nothing more. */
  public interface Behaviour {
    void meet(InputStream in, OutputStream out) throws IOException;
  }

  /** Its end is the end of the connection. */
  public static Behaviour thenHangUp(Behaviour behaviour) {
    return (in, out) -> {
      behaviour.meet(in, out);
      out.close();
    };
  }

  private FaultyServer(ServerSocketChannel listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::accept);
  }

  /** On a socket file, which stays. */
  public static FaultyServer on(Path path, Behaviour behaviour) {
    return on(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path), behaviour);
  }

  /** On a free port of the loopback address. */
  public static FaultyServer onPort(Behaviour behaviour) {
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return on(StandardProtocolFamily.INET, free, behaviour);
  }

  private static FaultyServer on(
      StandardProtocolFamily family, SocketAddress address, Behaviour behaviour) {
    try {
      return new FaultyServer(ServerSocketChannel.open(family).bind(address), behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    try {
      return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connections that neither side has closed. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (SocketChannel each : connections) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        connections.add(client);
        Thread.ofVirtual().start(() -> meet(client));
      } catch (IOException _) {
        // Closed by the test.
      }
    }
  }

  private void meet(SocketChannel client) {
    try (client) {
      InputStream in = Channels.newInputStream(client);
      behaviour.meet(in, Channels.newOutputStream(client));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The client has gone.
    } finally {
      connections.remove(client);
    }
  }
}
