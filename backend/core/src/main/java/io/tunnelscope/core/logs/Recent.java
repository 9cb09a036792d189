package io.tunnelscope.core.logs;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size that forgets what was asked for the longest time ago. */
final class Recent<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private static final int MAX = 10_000;

  Recent() {
    super(64, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MAX;
  }
}
