package io.tunnelscope.app.providers.vici;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViciListenerTest {
  private final List<ViciMessage> seen = new ArrayList<>();

  @Test
  void shouldHandOnNoMoreEventsThanIsSensible() {
    var listener = ViciListener.upTo(2, 1_000, seen::add);
    listener.event(ViciMessage.empty(), 1);
    listener.event(ViciMessage.empty(), 1);

    assertThatThrownBy(() -> listener.event(ViciMessage.empty(), 1)).isInstanceOf(ViciFailed.class);
    assertThat(seen).hasSize(2);
  }

  @Test
  void shouldHandOnNoMoreBytesThanIsSensible() {
    var listener = ViciListener.upTo(1_000, 100, seen::add);
    listener.event(ViciMessage.empty(), 100);

    assertThatThrownBy(() -> listener.event(ViciMessage.empty(), 1)).isInstanceOf(ViciFailed.class);
    assertThat(seen).hasSize(1);
  }
}
