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
import java.util.function.BooleanSupplier;

/** Stands between the app and Postgres; a test cuts the wire or lets it go silent. */
public final class CutProxy implements AutoCloseable {
  private final DatabaseUrl behind;
  private final ServerSocket listener;
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicBoolean frozen = new AtomicBoolean();

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

  /** Swallows the answers of Postgres on the open connections from now on; it hears them. */
  public void mute() {
    links.forEach(link -> link.mute.set(true));
  }

  /**
   * Swallows everything on the open connections, their end too: nobody learns of it. New ones work.
   */
  public void blackHole() {
    links.forEach(link -> link.gone.set(true));
    silence();
  }

  /** As {@link #blackHole}, and nobody who connects from now on is answered either. */
  public void freeze() {
    frozen.set(true);
    blackHole();
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
        if (frozen.get()) {
          blackHole();
        }
      } catch (IOException _) {
        // Closed by the test, or Postgres is not there: the client sees a hang-up.
      }
    }
  }

  private static final class Link {
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicBoolean mute = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      Thread.ofVirtual().start(() -> copy(client, server, () -> silent.get()));
      Thread.ofVirtual().start(() -> copy(server, client, () -> silent.get() || mute.get()));
    }

    private void copy(Socket from, Socket to, BooleanSupplier swallowed) {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!swallowed.getAsBoolean()) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (IOException _) {
        // The other direction has ended already.
      }
      if (!gone.get()) {
        close();
      }
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
