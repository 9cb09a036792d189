package io.tunnelscope.app.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** The wish to end a server, by Ctrl-C, SIGTERM or a closed terminal. */
final class Stop {
  private static final int KILLED_BY_CTRL_C = 130;

  private final CountDownLatch wished = new CountDownLatch(1);
  private final AtomicReference<Runnable> lastWill = new AtomicReference<>(() -> {});
  private volatile ExitStatus status = ExitStatus.OK;

  /** From now on the first signal is a wish, and the second ends the process at once. */
  Stop() {
    Interrupts.on(
        List.of("INT", "TERM", "HUP"),
        signal -> {
          status = signal.equals("INT") ? ExitStatus.CANCELLED : ExitStatus.OK;
          wished.countDown();
        },
        () -> {
          lastWill.get().run();
          Runtime.getRuntime().halt(KILLED_BY_CTRL_C);
        });
  }

  /** What is still done when the process ends at once; must be quick. */
  void atOnce(Runnable work) {
    lastWill.set(work);
  }

  /** Whether somebody wishes it already, to be asked between the steps of a start. */
  boolean isWished() {
    return wished.getCount() == 0;
  }

  /** Waits for the wish, however long. */
  ExitStatus await() throws InterruptedException {
    wished.await();
    return status;
  }
}
