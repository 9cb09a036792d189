package io.tunnelscope.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.io.OutputStream;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where log lines go: one JSON object an event. Silent until one of these is called. */
public final class Logging {
  private Logging() {}

  /** To that stream, for whoever collects the output of a service. */
  public static void to(OutputStream stream) {
    var context = context();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setEncoder(encoder(context));
    appender.setOutputStream(stream);
    appender.start();
    start(context, appender);
  }

  /** To {@code tunnelscope.log} in that folder; old ones are packed, at most 100 MB are kept. */
  public static void to(Path folder) {
    var context = context();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setFile(folder.resolve("tunnelscope.log").toString());
    appender.setEncoder(encoder(context));
    var policy = new SizeAndTimeBasedRollingPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(folder.resolve("tunnelscope-%d{yyyy-MM-dd}-%i.log.gz").toString());
    policy.setMaxFileSize(FileSize.valueOf("10MB"));
    policy.setTotalSizeCap(FileSize.valueOf("100MB"));
    policy.setMaxHistory(14);
    policy.start();
    appender.setRollingPolicy(policy);
    appender.start();
    start(context, appender);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static JsonEncoder encoder(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithArguments(false);
    encoder.start();
    return encoder;
  }

  private static void start(
      LoggerContext context, ch.qos.logback.core.Appender<ILoggingEvent> appender) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    var words = new WordsOfOthers();
    words.setContext(context);
    words.start();
    appender.addFilter(words);
    root.addAppender(appender);
    context.getLogger("io.tunnelscope").setLevel(Level.INFO);
    // Repeats what a storage account answers, word for word; what matters of it we say ourselves.
    context.getLogger("com.azure").setLevel(Level.OFF);
  }

  /**
   * What libraries say below INFO repeats requests word for word: addresses with their codes,
   * headers with their tokens. None of it is written, whatever level somebody sets.
   */
  private static final class WordsOfOthers extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      var ours = event.getLoggerName().startsWith("io.tunnelscope.");
      return ours || event.getLevel().isGreaterOrEqual(Level.INFO)
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }
  }
}
