package io.tunnelscope.app.providers.vici;

import static io.tunnelscope.app.providers.vici.ViciFailed.malformed;

import java.util.function.Consumer;

/** Takes events as they come. */
interface ViciListener {

  /**
   * @param size of the packet, in bytes
   * @throws ViciFailed malformed: this is more than is sensible
   */
  void event(ViciMessage message, int size);

  /** Hands on so many events and bytes, and fails at the first beyond. */
  static ViciListener upTo(int maxEvents, long maxBytes, Consumer<ViciMessage> onEvent) {
    return new ViciListener() {
      private int events;
      private long bytes;

      @Override
      public void event(ViciMessage message, int size) {
        events++;
        bytes += size;
        if (events > maxEvents || bytes > maxBytes) {
          throw malformed("a stream without an end");
        }
        onEvent.accept(message);
      }
    };
  }
}
