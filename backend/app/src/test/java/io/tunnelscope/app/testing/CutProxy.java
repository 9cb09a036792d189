package io.tunnelscope.app.testing;

import io.tunnelscope.app.settings.DatabaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the app and Postgres; a test cuts the wire or lets it go silent. */
public final class CutProxy implements AutoCloseable {
  private final DatabaseUrl behind;
  private final ServerSocket listener;
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();

  public CutProxy(DatabaseUrl behind) {
    this.behind = behind;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The database, reached through this proxy. */
  public DatabaseUrl url() {
    return new DatabaseUrl(
        behind.user(),
        behind.password(),
        "127.0.0.1",
        listener.getLocalPort(),
        behind.database(),
        DatabaseUrl.Tls.DISABLE,
        Optional.empty());
  }

  /** Hangs up on every open connection; new ones work. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Swallows what the open connections send from now on; new ones work. */
  public void silence() {
    links.forEach(link -> link.silent.set(true));
  }

  /** Hangs up on that many of the connections to come, before they are of use. */
  public void refuse(int count) {
    refusals.set(count);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          client.close();
          continue;
        }
        links.add(new Link(client, new Socket(behind.host(), behind.port())));
      } catch (IOException _) {
        // Closed by the test, or Postgres is not there: the client sees a hang-up.
      }
    }
  }

  private static final class Link {
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean silent = new AtomicBoolean();

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      Thread.ofVirtual().start(() -> copy(client, server));
      Thread.ofVirtual().start(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!silent.get()) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (IOException _) {
        // The other direction has ended already.
      }
      close();
    }

    void close() {
      for (Socket each : new Socket[] {client, server}) {
        try {
          each.close();
        } catch (IOException _) {
          // Nothing more to end.
        }
      }
    }
  }
}
