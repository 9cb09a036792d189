package io.tunnelscope.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.tunnelscope.app.Logging;
import java.io.ByteArrayOutputStream;
import org.slf4j.LoggerFactory;

/** The log as the product writes it, with every logger at its most talkative. */
public final class EavesdroppedLog implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("io.tunnelscope");
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Appender<ILoggingEvent> appender;

  /** From here on everything is heard. */
  public void open() {
    Logging.to(written);
    appender = root.iteratorForAppenders().next();
    root.setLevel(Level.TRACE);
    ours.setLevel(Level.TRACE);
  }

  /** What was heard, as JSON lines. */
  public String text() {
    return written.toString(UTF_8);
  }

  /** Silent again, as tests are. */
  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(Level.OFF);
    ours.setLevel(null);
  }
}
