package io.tunnelscope.app.providers.vici;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Messages of every shape; the same seed gives the same ones. */
final class RandomMessages {
  private final Random random;

  RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  ViciMessage next() {
    return message(0);
  }

  private ViciMessage message(int depth) {
    var message = ViciMessage.builder();
    int elements = random.nextInt(6);
    for (int number = 0; number < elements; number++) {
      String name = number + text(8);
      switch (random.nextInt(depth < ViciCodec.MAX_DEPTH ? 4 : 3)) {
        case 0 -> message.text(name, text(20));
        case 1 -> message.bytes(name, bytes(random.nextInt(300)));
        case 2 -> message.list(name, texts());
        default -> message.section(name, message(depth + 1));
      }
    }
    return message.build();
  }

  private List<String> texts() {
    return Stream.generate(() -> text(10)).limit(random.nextInt(4)).toList();
  }

  private String text(int length) {
    return random
        .ints(random.nextInt(length), ' ', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
