package io.tunnelscope.app.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The wish to end a server, by Ctrl-C, SIGTERM or a closed terminal. */
final class Stop {
  private static final int KILLED_BY_CTRL_C = 130;
  private static final int LOOK_SECONDS = 1;

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
    return await(() -> true);
  }

  /**
   * The same, but no longer than there is life.
   *
   * @throws CommandFailed with {@link ExitStatus#INTERNAL} when only a new process helps
   */
  ExitStatus await(BooleanSupplier alive) throws InterruptedException {
    while (!wished.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
      if (!alive.getAsBoolean()) {
        throw new CommandFailed(
            ExitStatus.INTERNAL,
            "the connections to the database stay stuck: start the server again",
            "데이터베이스 연결이 계속 응답하지 않습니다: 서버를 다시 시작하십시오");
      }
    }
    return status;
  }
}
