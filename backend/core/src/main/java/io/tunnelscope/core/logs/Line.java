package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A line of a log file: a stretch of the page that was read last. Most lines of a long log say
 * nothing that is kept; they are looked at where they stand, and no text is made of them. Belongs
 * to one thread.
 *
 * <p>The words are as they stand in the file, secrets and all: what leaves this package goes
 * through {@link #ref} or {@link #clean}.
 */
final class Line {
  private final String file;
  private final int number;
  private final Redaction redaction;
  private String page;
  private int from;
  private int end;

  /** The line of the file, where this is but the message in it; else null. */
  private String around;

  /** What bears the time instead of the line itself; blank for nothing. */
  private String stamp = "";

  Line(String file, int number, String text, Redaction redaction) {
    this(file, number, text, 0, text.length(), redaction);
  }

  /**
   * @param page holds the line from one place up to, but without, another
   */
  Line(String file, int number, String page, int from, int end, Redaction redaction) {
    this.file = file;
    this.number = number;
    this.page = page;
    this.from = from;
    this.end = end;
    this.redaction = redaction;
  }

  String file() {
    return file;
  }

  /** Counts from 1. */
  int number() {
    return number;
  }

  /** What the line stands in, until it is asked for its {@link #text}. */
  String page() {
    return page;
  }

  /** Where in the page the line begins. */
  int from() {
    return from;
  }

  /** Where in the page the line ends. */
  int end() {
    return end;
  }

  /** The line alone. It leaves its page for that, so that whoever keeps it keeps nothing else. */
  String text() {
    if (end - from < page.length()) {
      page = page.substring(from, end);
      end -= from;
      from = 0;
    }
    return page;
  }

  boolean isBlank() {
    for (var at = from; at < end; at++) {
      if (!Character.isWhitespace(page.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The message that this line carries: it proves as this line does. A blank one is none, and the
   * line stays as it is.
   *
   * @param stamp a text that bears the message's time; blank when the message may bear it itself
   */
  Line carrying(String message, String stamp) {
    if (message.isBlank()) {
      return this;
    }
    var carried = new Line(file, number, message, redaction);
    carried.around = around == null ? text() : around;
    carried.stamp = stamp.isEmpty() ? this.stamp : stamp;
    return carried;
  }

  /** The same line, whose time stands elsewhere. */
  Line stamped(String stamp) {
    var stamped = new Line(file, number, text(), redaction);
    stamped.around = around;
    stamped.stamp = stamp;
    return stamped;
  }

  /** When it was written, as far as it or what it stands in says so. */
  Optional<Instant> time(ZonedDateTime observedAt) {
    return LogTime.of(stamp, observedAt)
        .or(() -> CharonTag.begins(this) ? Optional.empty() : LogTime.of(text(), observedAt));
  }

  /** The line as proof, secrets redacted. */
  EvidenceRef ref() {
    return new EvidenceRef(file, number, redaction.of(around == null ? text() : around));
  }

  /** How many characters it keeps. */
  int length() {
    return end - from + (around == null ? 0 : around.length()) + stamp.length();
  }

  /** A part of the line, secrets redacted. */
  String clean(String part) {
    return redaction.of(part);
  }

  /** The same line in no more memory than proof needs. */
  Line kept() {
    if (text().length() <= EvidenceRef.MAX_TEXT
        && (around == null || around.length() <= EvidenceRef.MAX_TEXT)
        && stamp.length() <= LogTime.WITHIN) {
      return this;
    }
    var kept = new Line(file, number, shortened(text()), redaction);
    kept.around = around == null ? null : shortened(around);
    kept.stamp = stamp.length() <= LogTime.WITHIN ? stamp : stamp.substring(0, LogTime.WITHIN);
    return kept;
  }

  private String shortened(String text) {
    return text.length() <= EvidenceRef.MAX_TEXT
        ? text
        : new EvidenceRef(file, number, redaction.of(text)).text();
  }
}
