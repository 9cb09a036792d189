package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Windows error number of the IKE range and its neighbours.
 *
 * @param signal what it tells; empty for states that are no failure
 * @param said the text that logs write for it; blank where they write the number alone
 */
public record WindowsError(int number, String name, Optional<Signal> signal, String said) {

  private static final Map<Integer, WindowsError> ALL = load();
  private static final Map<String, WindowsError> BY_NAME = new HashMap<>();
  private static final Map<String, WindowsError> BY_TEXT = new HashMap<>();

  static {
    for (var error : ALL.values()) {
      BY_NAME.put(error.name, error);
      if (!error.said.isEmpty()) {
        BY_TEXT.put(plain(error.said), error);
      }
    }
  }

  /** Empty for a number that has nothing to do with IKE. */
  public static Optional<WindowsError> of(int number) {
    return Optional.ofNullable(ALL.get(number));
  }

  /** The one of this full name. */
  static Optional<WindowsError> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The one that Windows puts into these words, whatever their case. */
  static Optional<WindowsError> said(String words) {
    return Optional.ofNullable(BY_TEXT.get(plain(words)));
  }

  private static String plain(String words) {
    var plain = words.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** All that are known, by number. */
  public static Map<Integer, WindowsError> all() {
    return ALL;
  }

  /** As logs and people write it: {@code 13801 ERROR_IPSEC_IKE_AUTH_FAIL}. */
  public String text() {
    return number + " " + name;
  }

  private static Map<Integer, WindowsError> load() {
    var all = new TreeMap<Integer, WindowsError>();
    try (var in = WindowsError.class.getResourceAsStream("windows-ike-errors.tsv");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(WindowsError::parse)
          .forEach(error -> all.put(error.number, error));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(all);
  }

  private static WindowsError parse(String row) {
    var cells = row.split("\t", -1);
    var signal =
        cells[2].equals("-") ? Optional.<Signal>empty() : Optional.of(Signal.valueOf(cells[2]));
    return new WindowsError(
        Integer.parseInt(cells[0]), cells[1], signal, cells.length > 3 ? cells[3] : "");
  }
}
