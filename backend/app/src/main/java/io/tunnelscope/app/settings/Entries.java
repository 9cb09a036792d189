package io.tunnelscope.app.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads settings one by one and notes every complaint, so that all are told at once. */
final class Entries {
  private static final int LARGEST_FILE = 1 << 20;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> complaints = new TreeSet<>();

  /**
   * @param environment wins over the file
   */
  Entries(Map<String, String> environment, Optional<Path> file) {
    file.ifPresent(this::readFile);
    environment.forEach(
        (name, value) -> {
          if (SettingKey.isOurs(name)) {
            refuseUnknown(name, name);
            values.put(name, value);
          }
        });
  }

  void complain(SettingKey key, String what) {
    complaints.add(key.fullName() + " " + what);
  }

  void throwIfInvalid() {
    if (!complaints.isEmpty()) {
      throw new SettingsInvalid(List.copyOf(complaints));
    }
  }

  /** Absent when it is not set or blank: an empty variable of a compose file means "not set". */
  Optional<String> text(SettingKey key) {
    Optional<String> given = given(key.fullName());
    Optional<String> file = key.fileName().flatMap(this::given);
    if (given.isPresent() && file.isPresent()) {
      complain(key, "is given twice: once itself and once as a _FILE");
    }
    return given.or(() -> file.flatMap(path -> content(key, path)));
  }

  Optional<Secret> secret(SettingKey key) {
    return text(key).map(Secret::new);
  }

  /** A number within bounds. */
  int number(SettingKey key, int otherwise, int least, int most) {
    return text(key)
        .map(
            text -> {
              try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                  return number;
                }
              } catch (NumberFormatException _) {
                // Told below, the same way.
              }
              complain(key, "must be a number from %d to %d".formatted(least, most));
              return otherwise;
            })
        .orElse(otherwise);
  }

  boolean flag(SettingKey key) {
    return text(key)
        .map(
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                complain(key, "must be true or false");
              }
              return text.equals("true");
            })
        .orElse(false);
  }

  /** A file that can be read. */
  Optional<Path> readableFile(SettingKey key) {
    return path(key, text(key))
        .filter(
            path -> {
              boolean readable = Files.isReadable(path) && !Files.isDirectory(path);
              if (!readable) {
                complain(key, "names a file that cannot be read: " + path);
              }
              return readable;
            });
  }

  /** What follows {@code file:}. */
  Optional<Path> afterFile(SettingKey key) {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().startsWith("file:")) {
      complain(key, "must be file: and a path");
      return Optional.empty();
    }
    return path(key, text.map(given -> given.substring("file:".length())));
  }

  /** An https address; http on this machine alone. */
  Optional<URI> webAddress(SettingKey key) {
    return text(key).flatMap(text -> webAddress(key, text));
  }

  Optional<URI> webAddress(SettingKey key, String text) {
    try {
      var uri = new URI(text);
      boolean https = "https".equals(uri.getScheme());
      boolean localHttp = "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
      if (uri.getHost() != null && uri.getUserInfo() == null && (https || localHttp)) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException _) {
      // Told below, the same way.
    }
    complain(key, "must be an https address (http on this machine only)");
    return Optional.empty();
  }

  /** Comma-separated, each checked by a pattern. */
  List<String> list(SettingKey key, String pattern, String meaning) {
    List<String> all =
        text(key)
            .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    if (!all.stream().allMatch(each -> each.matches(pattern))) {
      complain(key, "must be a list of " + meaning + ", separated by commas");
      return List.of();
    }
    return all;
  }

  /** Reads with a parser whose complaint is a sentence without secrets. */
  <T> Optional<T> parsed(SettingKey key, Function<String, T> parser) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.apply(text));
              } catch (IllegalArgumentException e) {
                complain(key, e.getMessage());
                return Optional.empty();
              }
            });
  }

  boolean isSet(SettingKey key) {
    return given(key.fullName()).or(() -> key.fileName().flatMap(this::given)).isPresent();
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private Optional<String> content(SettingKey key, String path) {
    try {
      Path file = Path.of(path);
      if (Files.size(file) <= LARGEST_FILE) {
        String content = Files.readString(file).strip();
        if (!content.isEmpty()) {
          return Optional.of(content);
        }
      }
    } catch (IOException | InvalidPathException _) {
      // Told below, the same way.
    }
    complaints.add(key.fileName().orElseThrow() + " names a file that cannot be read or is empty");
    return Optional.empty();
  }

  private Optional<Path> path(SettingKey key, Optional<String> text) {
    return text.flatMap(
        given -> {
          try {
            return Optional.of(Path.of(given)).filter(path -> !given.isBlank());
          } catch (InvalidPathException _) {
            complain(key, "is no path");
            return Optional.empty();
          }
        });
  }

  private void readFile(Path file) {
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(Files.readAllLines(file));
    } catch (IOException _) {
      complaints.add("the config file " + file + " cannot be read");
    }
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        readLine(line, file.getFileName() + ":" + (n + 1));
      }
    }
  }

  private void readLine(String line, String where) {
    int equals = line.indexOf('=');
    if (equals <= 0) {
      complaints.add(where + " must be NAME=value");
      return;
    }
    String name = line.substring(0, equals).strip();
    refuseUnknown(name, where + " " + name);
    if (values.put(name, unquoted(line.substring(equals + 1).strip())) != null) {
      complaints.add(where + " sets " + name + " a second time");
    }
  }

  private void refuseUnknown(String name, String where) {
    if (!SettingKey.isKnown(name)) {
      complaints.add(
          where
              + " is no setting"
              + SettingKey.nearest(name).map(near -> ": did you mean " + near + "?").orElse(""));
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
