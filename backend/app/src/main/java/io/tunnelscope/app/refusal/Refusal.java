package io.tunnelscope.app.refusal;

import java.time.Duration;
import java.util.List;

/**
 * A "no" that the caller may be told, with a sentence that says how to mend it. Services fail their
 * futures with one of these; http turns them into problem+json, the CLI into an exit status.
 * Everything else is a bug or an outage and is answered without detail.
 */
@SuppressWarnings("serial") // never serialised
public abstract sealed class Refusal extends RuntimeException {
  private final transient Text text;

  private Refusal(Text text) {
    super(text.english(), null, false, false);
    this.text = text;
  }

  public Text text() {
    return text;
  }

  /** Missing, or of another tenant: nobody can tell which. */
  public static final class NotFound extends Refusal {
    /**
     * Says the same of everything that is not there: a foreign tenant, a foreign id and a missing
     * one are answered alike.
     */
    public NotFound() {
      this(
          new Text(
              "There is nothing here, or it is not yours to see.", "대상이 없거나 볼 수 있는 권한이 없습니다."));
    }

    public NotFound(Text text) {
      super(text);
    }
  }

  /** Nobody is signed in, or the token is not valid any more. */
  public static final class NotSignedIn extends Refusal {
    public NotSignedIn(Text text) {
      super(text);
    }
  }

  /** Known, but this role may not. */
  public static final class NotAllowed extends Refusal {
    public NotAllowed(Text text) {
      super(text);
    }
  }

  /** The request is wrong; every complaint at once. */
  public static final class Invalid extends Refusal {
    /** What is wrong with one field; {@code field} as it is named on the wire. */
    public record Complaint(String field, Text text) {}

    private final transient List<Complaint> complaints;

    public Invalid(Text text, List<Complaint> complaints) {
      super(text);
      this.complaints = List.copyOf(complaints);
    }

    public List<Complaint> complaints() {
      return complaints;
    }
  }

  /** The target is of a kind that cannot be troubleshot; the text says what to use instead. */
  public static final class UnsupportedTarget extends Refusal {
    public UnsupportedTarget(Text text) {
      super(text);
    }
  }

  /** What was named is not among what this installation offers to the tenant; see its settings. */
  public static final class NotOffered extends Refusal {
    public NotOffered(Text text) {
      super(text);
    }
  }

  /** The uploaded bytes are not a log, not a readable archive, or empty. */
  public static final class UnusableInput extends Refusal {
    public UnusableInput(Text text) {
      super(text);
    }
  }

  /** More bytes than are taken. */
  public static final class TooLarge extends Refusal {
    public TooLarge(Text text) {
      super(text);
    }
  }

  /** Not possible in the present state, like cancelling a finished run. */
  public static final class Conflict extends Refusal {
    public Conflict(Text text) {
      super(text);
    }
  }

  /** An idempotency key came again with another request. */
  public static final class IdempotencyMismatch extends Refusal {
    public IdempotencyMismatch(Text text) {
      super(text);
    }
  }

  /** The tenant has as many queued runs as it may have. */
  public static final class QueueFull extends Refusal {
    public QueueFull(Text text) {
      super(text);
    }
  }

  /** Too many requests; try again after a while. */
  public static final class TooManyRequests extends Refusal {
    private final Duration retryAfter;

    public TooManyRequests(Text text, Duration retryAfter) {
      super(text);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Something we need, like the database, does not answer now. */
  public static final class Unavailable extends Refusal {
    public Unavailable(Text text) {
      super(text);
    }
  }
}
