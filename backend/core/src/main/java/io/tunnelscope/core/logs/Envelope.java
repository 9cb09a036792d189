package io.tunnelscope.core.logs;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What collectors put around the lines of a daemon: JSON of containers, journals and shippers, the
 * journal's own export, rows of CSV, colours. A line in an envelope reads as its message, bears the
 * envelope's time and proves as it stands in the file. One for each file; one thread.
 *
 * <p>Lines that a daemon wrote itself are told by their first letters.
 */
final class Envelope {

  /** The names of the field with the message, the most telling first. */
  private static final List<String> MESSAGES =
      List.of(
          "MESSAGE",
          "log",
          "line",
          "_raw",
          "SyslogMessage",
          "RawData",
          "LogEntry",
          "LogMessage",
          "textPayload",
          "message",
          "Message",
          "msg");

  /** The names of the field with the time, the most exact first. */
  private static final List<String> TIMES =
      List.of(
          "_SOURCE_REALTIME_TIMESTAMP",
          "__REALTIME_TIMESTAMP",
          "time",
          "ts",
          "@timestamp",
          "timestamp",
          "TimeGenerated",
          "EventTime",
          "_time",
          "datetime",
          "date");

  /** Who wrote the message, where a syslog had that in front of it. */
  private static final List<String> WRITERS =
      List.of("SYSLOG_IDENTIFIER", "ident", "appname", "ProcessName", "program");

  private static final List<String> PROCESSES =
      List.of("_PID", "SYSLOG_PID", "pid", "procid", "ProcessID");

  private static final Set<String> FIELDS = allFields();

  /** Rows that have a reader of their own. */
  private static final String OF_AZURE = "DiagnosticLog";

  private static final String GATEWAY_OF_AZURE = "/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/";

  /** A field alone on its line, as an object is written to be read by people. */
  private static final Pattern FIELD =
      Pattern.compile("^\\s{0,64}\"([\\w@]{1,64})\"\\s?:\\s?(\".{0,65536}|\\d{1,20}),?\\s{0,8}$");

  /** A message in an envelope may be in one itself: a container's in a shipper's. */
  private static final int MOST = 3;

  /** The time of the entry whose fields stand on lines of their own; blank when it is not known. */
  private String stamp = "";

  /** Whether these fields are those of Azure's rows, which are read as they stand. */
  private boolean ofAzure;

  private static Set<String> allFields() {
    var all = new HashSet<String>();
    List.of(MESSAGES, TIMES, WRITERS, PROCESSES).forEach(all::addAll);
    return Set.copyOf(all);
  }

  /** The message of a line that begins as an envelope does; else the line itself. */
  Line opened(Line line) {
    var message = line;
    for (var depth = 0; depth < MOST; depth++) {
      var next = openedOnce(message);
      if (next == message) {
        return message;
      }
      message = next;
    }
    return message;
  }

  private Line openedOnce(Line line) {
    var page = line.page();
    var first = page.charAt(line.from());
    return switch (first) {
      case '{' -> line.end() - line.from() > 1 ? object(line) : edge(line);
      case '}' -> edge(line);
      case '"' -> page.indexOf("\",", line.from(), line.end()) < 0 ? line : quotedRow(line);
      case '\u001b' -> withoutColours(line);
      case ' ', '\t' -> indented(line);
      case '_', 'M', 'T', 'W', 'F', 'S' -> entry(line);
      default -> line;
    };
  }

  /** The message of a line that nobody knew; the line itself when there is none in it. */
  Line found(Line line) {
    var text = line.text();
    if (Colours.in(text)) {
      return withoutColours(line);
    }
    return text.indexOf(',') < 0 ? line : row(line);
  }

  private static Line object(Line line) {
    var text = line.text();
    if (text.contains(OF_AZURE)) {
      return line;
    }
    var fields = JsonRow.fields(text.startsWith("{") ? text : "{" + text + "}", FIELDS);
    var message = first(MESSAGES, fields);
    return message.isBlank()
        ? line
        : line.carrying(heading(fields) + oneLine(message), first(TIMES, fields));
  }

  private static String heading(Map<String, String> fields) {
    var writer = first(WRITERS, fields);
    var process = first(PROCESSES, fields);
    if (writer.isEmpty()) {
      return "";
    }
    return process.isEmpty() ? writer + ": " : writer + "[" + process + "]: ";
  }

  private static String first(List<String> names, Map<String, String> fields) {
    return names.stream()
        .map(name -> fields.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String oneLine(String message) {
    var plain = Colours.in(message) ? Colours.without(message) : message;
    return plain.strip().replace('\n', ' ');
  }

  private static Line withoutColours(Line line) {
    var plain = Colours.without(line.text());
    return plain.length() == line.text().length() ? line : line.carrying(plain, "");
  }

  /** A row whose first field is in quotes, which other lines begin with, too. */
  private static Line quotedRow(Line line) {
    var text = line.text();
    return text.startsWith(",", text.indexOf('"', 1) + 1) ? row(line) : line;
  }

  /** The message of a row is its longest field of more than one word. */
  private static Line row(Line line) {
    if (line.text().contains(OF_AZURE)) {
      return line;
    }
    var fields = CsvRow.fields(line.text());
    var message = "";
    for (var field : fields) {
      message = field.indexOf(' ') >= 0 && field.length() > message.length() ? field : message;
    }
    if (fields.size() < 2 || message.isBlank()) {
      return line;
    }
    var times = fields.stream().filter(Envelope::mayBeTime).limit(4).collect(joining(","));
    return line.carrying(oneLine(message), times);
  }

  private static boolean mayBeTime(String field) {
    return field.length() >= 10
        && field.length() <= 40
        && (field.indexOf(':') > 0 || field.chars().allMatch(Character::isDigit));
  }

  /** {@code journalctl -o verbose}, or a field of an object. */
  private Line indented(Line line) {
    var page = line.page();
    var at = line.from();
    while (at < line.end() && page.charAt(at) <= ' ') {
      at++;
    }
    if (isThere(line, at, "MESSAGE=")) {
      return line.carrying(page.substring(at + "MESSAGE=".length(), line.end()), stamp);
    }
    if (at == line.end()) {
      return line;
    }
    return switch (page.charAt(at)) {
      case '"' -> field(line);
      case '{', '}' -> edge(line);
      default -> line;
    };
  }

  /** Where an object begins or ends, whose time is no other's. */
  private Line edge(Line line) {
    stamp = "";
    return line;
  }

  /** Of an object whose fields stand on lines of their own. */
  private Line field(Line line) {
    var field = FIELD.matcher(line.text());
    if (!field.matches()) {
      return line;
    }
    var name = field.group(1);
    if (TIMES.contains(name)) {
      stamp = first(List.of(name), JsonRow.fields("{" + line.text() + "}", FIELDS));
    }
    ofAzure |= line.text().contains(OF_AZURE) || line.text().contains(GATEWAY_OF_AZURE);
    return ofAzure || !MESSAGES.contains(name) ? line.stamped(stamp) : object(line.stamped(stamp));
  }

  /** {@code journalctl -o export}, and the lines that begin an entry of {@code -o verbose}. */
  private Line entry(Line line) {
    var page = line.page();
    var from = line.from();
    if (isThere(line, from, "MESSAGE=")) {
      return line.carrying(page.substring(from + "MESSAGE=".length(), line.end()), stamp);
    }
    if (isThere(line, from, "__REALTIME_TIMESTAMP=")) {
      stamp = page.substring(page.indexOf('=', from) + 1, line.end());
    } else if (line.end() - from < 200
        && page.startsWith("-", from + 8)
        && page.indexOf(" [s=", from, line.end()) > 0) {
      stamp = page.substring(from, line.end());
    }
    return line;
  }

  /** The page goes on behind a line that is longer than what is looked at. */
  private static boolean isThere(Line line, int at, String word) {
    return at + word.length() <= line.end() && line.page().startsWith(word, at);
  }
}
