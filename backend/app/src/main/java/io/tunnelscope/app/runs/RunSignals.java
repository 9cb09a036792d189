package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.RunId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hints that something is worth looking at now. Only hints: whoever listens looks by himself from
 * time to time as well, because those of other processes come late or never. Any thread.
 */
public final class RunSignals {
  private final List<Runnable> workers = new CopyOnWriteArrayList<>();
  private final Map<RunId, List<Runnable>> watchers = new ConcurrentHashMap<>();
  private volatile Others others = Others.NONE;

  /** Where the hints of this process go besides. Called on any thread, and must not wait. */
  interface Others {
    Others NONE =
        new Others() {
          @Override
          public void ready() {}

          @Override
          public void told(RunId run) {}
        };

    void ready();

    void told(RunId run);
  }

  void passOnTo(Others more) {
    others = more;
  }

  /** Calls the listener, on the caller's thread, whenever a run may have become ready. */
  void onReady(Runnable listener) {
    workers.add(listener);
  }

  void noLongerOnReady(Runnable listener) {
    workers.remove(listener);
  }

  /** A lane may have become ready. */
  void ready() {
    readyElsewhere();
    others.ready();
  }

  /** Another process says so: nobody is told again. */
  void readyElsewhere() {
    workers.forEach(Runnable::run);
  }

  void watch(RunId run, Runnable listener) {
    watchers.computeIfAbsent(run, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  void unwatch(RunId run, Runnable listener) {
    watchers.computeIfPresent(
        run,
        (_, listeners) -> {
          listeners.remove(listener);
          return listeners.isEmpty() ? null : listeners;
        });
  }

  /** The run has told something. */
  void told(RunId run) {
    toldElsewhere(run);
    others.told(run);
  }

  /** Another process says so: nobody is told again. */
  void toldElsewhere(RunId run) {
    watchers.getOrDefault(run, List.of()).forEach(Runnable::run);
  }

  /** Any run may have told something, in another process. */
  void toldElsewhere() {
    watchers.values().forEach(listeners -> listeners.forEach(Runnable::run));
  }
}
