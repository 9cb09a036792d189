package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Looks for many secrets at once, in whatever coding, in whatever a process left behind. */
final class SecretSearch {
  private static final int KEY = 8;

  private final Map<Long, List<PlantedSecrets.Needle>> needles = new HashMap<>();

  /** Whether any needle begins with bytes that end so: most bytes need no second look. */
  private final boolean[] likely = new boolean[1 << 16];

  private final TreeSet<String> found = new TreeSet<>();
  private long looked;

  SecretSearch(List<String> secrets) {
    for (var secret : secrets) {
      for (var needle : PlantedSecrets.Needle.of(secret)) {
        long key = key(needle.bytes());
        needles.computeIfAbsent(key, _ -> new ArrayList<>()).add(needle);
        likely[(int) (key & 0xffff)] = true;
      }
    }
  }

  /** One line for each place and secret; empty when there is none. */
  Set<String> found() {
    return found;
  }

  /** How many bytes were looked at. */
  long bytes() {
    return looked;
  }

  SecretSearch in(String place, String text) {
    return in(place, text.getBytes(UTF_8));
  }

  SecretSearch in(String place, byte[] bytes) {
    looked += bytes.length;
    long window = 0;
    for (int at = 0; at < bytes.length; at++) {
      window = window << 8 | bytes[at] & 0xff;
      if (likely[(int) (window & 0xffff)] && at >= KEY - 1) {
        compare(place, bytes, at - KEY + 1, needles.getOrDefault(window, List.of()));
      }
    }
    return this;
  }

  private void compare(String place, byte[] bytes, int at, List<PlantedSecrets.Needle> candidates) {
    for (var needle : candidates) {
      int end = at + needle.bytes().length;
      if (end <= bytes.length && Arrays.equals(bytes, at, end, needle.bytes(), 0, end - at)) {
        var around = new String(bytes, Math.max(0, at - 60), at - Math.max(0, at - 60), UTF_8);
        found.add(place + ": " + needle.coding() + " of " + needle.secret() + " after " + around);
      }
    }
  }

  /** Every file below, archives unpacked as well. */
  SecretSearch below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        in(folder.relativize(file).toString(), Files.readAllBytes(file));
        if (file.toString().endsWith(".zip")) {
          zip(file.getFileName().toString(), Files.newInputStream(file));
        }
        if (file.toString().endsWith(".gz")) {
          try (var unpacked = new GZIPInputStream(Files.newInputStream(file))) {
            in(file + " unpacked", unpacked.readAllBytes());
          }
        }
      }
    }
    return this;
  }

  private SecretSearch zip(String place, InputStream archive) throws IOException {
    try (var zip = new ZipInputStream(archive)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        in(place + "!" + entry.getName(), zip.readAllBytes());
      }
    }
    return this;
  }

  private static long key(byte[] bytes) {
    long key = 0;
    for (int n = 0; n < KEY; n++) {
      key = key << 8 | bytes[n] & 0xff;
    }
    return key;
  }
}
