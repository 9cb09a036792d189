package io.tunnelscope.app.runs;

import io.tunnelscope.app.identity.RunId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hints inside this process that something is worth looking at now. Only hints: whoever listens
 * looks by himself from time to time as well, because other processes write too. Any thread.
 */
public final class RunSignals {
  private final List<Runnable> workers = new CopyOnWriteArrayList<>();
  private final Map<RunId, List<Runnable>> watchers = new ConcurrentHashMap<>();

  /** Calls the listener, on the caller's thread, whenever a run may have become ready. */
  void onReady(Runnable listener) {
    workers.add(listener);
  }

  void noLongerOnReady(Runnable listener) {
    workers.remove(listener);
  }

  /** A lane may have become ready. */
  void ready() {
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
    watchers.getOrDefault(run, List.of()).forEach(Runnable::run);
  }
}
