package io.tunnelscope.app.testing;

import io.tunnelscope.app.providers.vici.ViciAddress;
import io.tunnelscope.app.providers.vici.ViciCodec;
import io.tunnelscope.app.providers.vici.ViciMessage;
import io.tunnelscope.app.providers.vici.ViciPacket;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandRequest;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandResponse;
import io.tunnelscope.app.providers.vici.ViciPacket.CommandUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.Event;
import io.tunnelscope.app.providers.vici.ViciPacket.EventConfirm;
import io.tunnelscope.app.providers.vici.ViciPacket.EventRegister;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnknown;
import io.tunnelscope.app.providers.vici.ViciPacket.EventUnregister;
import io.tunnelscope.app.providers.vici.ViciPacket.FromDaemon;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Speaks VICI like charon and answers from recordings. One of it stands for many gateways: each
 * place where it listens has a recording of its own, and costs one virtual thread.
 */
public final class FakeVici implements AutoCloseable {

  /** As charon listens. */
  private static final int BACKLOG = 5;

  private final Queue<Place> places = new ConcurrentLinkedQueue<>();
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final List<CommandRequest> asked = new CopyOnWriteArrayList<>();

  private record Place(ServerSocketChannel listener, AtomicReference<ViciRecording> recording) {}

  /** Listens on a socket file, which must not be there yet and is gone after {@link #close}. */
  public ViciAddress.Socket listen(Path path, ViciRecording recording) {
    listen(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path), recording);
    return new ViciAddress.Socket(path);
  }

  /** Listens on a free port of the loopback address. */
  public ViciAddress.Tcp listen(ViciRecording recording) {
    SocketAddress bound =
        listen(
            StandardProtocolFamily.INET,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            recording);
    return new ViciAddress.Tcp("127.0.0.1", ((InetSocketAddress) bound).getPort());
  }

  /** Raises an event at every place, for those who registered for it. */
  public void tell(String event, ViciMessage message) {
    clients.stream()
        .filter(each -> each.registered.contains(event))
        .forEach(each -> each.send(new Event(event, message)));
  }

  /** Connections that are open now. */
  public int connections() {
    return clients.size();
  }

  /** The names of the commands that came, in order. */
  public List<String> asked() {
    return asked.stream().map(CommandRequest::command).toList();
  }

  /** What came with each command of that name, in order. */
  public List<ViciMessage> arguments(String command) {
    return asked.stream()
        .filter(each -> each.command().equals(command))
        .map(CommandRequest::arguments)
        .toList();
  }

  @Override
  public void close() {
    places.forEach(FakeVici::close);
    clients.forEach(Client::close);
  }

  private SocketAddress listen(
      StandardProtocolFamily family, SocketAddress address, ViciRecording recording) {
    try {
      var listener = ServerSocketChannel.open(family).bind(address, BACKLOG);
      var place = new Place(listener, new AtomicReference<>(recording));
      places.add(place);
      Thread.ofVirtual().start(() -> accept(place));
      return listener.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Place place) {
    try {
      SocketAddress address = place.listener().getLocalAddress();
      place.listener().close();
      if (address instanceof UnixDomainSocketAddress file) {
        Files.deleteIfExists(file.getPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Place place) {
    while (place.listener().isOpen()) {
      try {
        var client = new Client(place.listener().accept(), place.recording());
        clients.add(client);
        Thread.ofVirtual().start(client::serve);
      } catch (IOException _) {
        // Closed by the test.
      }
    }
  }

  private final class Client {
    private final SocketChannel socket;
    private final AtomicReference<ViciRecording> recording;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();

    Client(SocketChannel socket, AtomicReference<ViciRecording> recording) {
      this.socket = socket;
      this.recording = recording;
    }

    void serve() {
      try (var in = new DataInputStream(Channels.newInputStream(socket))) {
        while (true) {
          take(ViciCodec.decode(in.readNBytes(in.readInt())));
        }
      } catch (EOFException _) {
        // The client has gone.
      } catch (IOException _) {
        // The client has gone in the middle, or the test is over.
      } finally {
        close();
      }
    }

    private void take(ViciPacket packet) {
      switch (packet) {
        case CommandRequest request -> answer(request);
        case EventRegister(String event) -> {
          boolean offered = recording.get().offers(event);
          if (offered) {
            registered.add(event);
          }
          send(offered ? new EventConfirm() : new EventUnknown());
        }
        case EventUnregister(String event) ->
            send(registered.remove(event) ? new EventConfirm() : new EventUnknown());
        case FromDaemon _ -> throw new AssertionError("a client that answers");
      }
    }

    private void answer(CommandRequest request) {
      asked.add(request);
      var now = recording.get();
      now.after(request.command()).ifPresent(recording::set);
      if (now.isSilentOn(request.command())) {
        return;
      }
      var reply = now.reply(request.command());
      if (reply.isEmpty()) {
        send(new CommandUnknown());
        return;
      }
      reply.get().events().stream()
          .filter(each -> registered.contains(each.event()))
          .forEach(this::send);
      send(new CommandResponse(reply.get().response()));
    }

    synchronized void send(ViciPacket packet) {
      byte[] bytes = ViciCodec.encode(packet);
      ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.length);
      frame.putInt(bytes.length).put(bytes).flip();
      try {
        while (frame.hasRemaining()) {
          socket.write(frame);
        }
      } catch (IOException _) {
        close();
      }
    }

    void close() {
      clients.remove(this);
      try {
        socket.close();
      } catch (IOException _) {
        // Nothing more to end.
      }
    }
  }
}
