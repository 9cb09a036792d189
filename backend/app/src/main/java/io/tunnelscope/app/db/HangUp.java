package io.tunnelscope.app.db;

import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * Ends a connection on which nobody answers. The driver's own {@code close} says goodbye and waits
 * for the other side to hang up, which one that is cut off never does; and a close of the channel
 * itself ends in the driver's encoder, which has said goodbye already.
 */
final class HangUp {
  private HangUp() {}

  /** Closes the socket now; the close handler of the connection is called. Any thread. */
  static void on(SqlConnection connection) {
    if (connection instanceof SqlConnectionInternal known
        && known.unwrap().unwrap() instanceof SocketConnectionBase wire) {
      // From the first handler on, so that no other gets to see it.
      var _ = wire.socket().channelHandlerContext().pipeline().firstContext().close();
    } else {
      var _ = connection.close();
    }
  }
}
