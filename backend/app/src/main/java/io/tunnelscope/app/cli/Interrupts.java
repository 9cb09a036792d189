package io.tunnelscope.app.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ctrl-C and SIGTERM. The JDK's own way (shutdown hooks) cannot tell a first Ctrl-C from a second,
 * and its signal class warns at compile time, so it is reached by reflection; where it is absent,
 * the JDK's way stays.
 */
final class Interrupts {
  private Interrupts() {}

  /**
   * Hands the first of these signals to that action instead of ending the process, and every
   * further one to {@code again}. Both run on a thread of the JDK's and may take long.
   *
   * @param signals without SIG, like {@code INT}
   */
  static void on(List<String> signals, Consumer<String> first, Runnable again) {
    var seen = new java.util.concurrent.atomic.AtomicBoolean();
    for (String name : signals) {
      handle(
          name,
          () -> {
            if (seen.compareAndSet(false, true)) {
              first.accept(name);
            } else {
              again.run();
            }
          });
    }
  }

  @SuppressWarnings("ReferenceEquality") // a handler equals itself
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      // Then the process just ends, as the JDK does it.
    }
  }
}
