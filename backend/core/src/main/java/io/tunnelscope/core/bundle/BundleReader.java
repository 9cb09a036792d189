package io.tunnelscope.core.bundle;

import io.tunnelscope.core.bundle.UnusableInput.Reason;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.LogFile;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.logs.LogKind;
import io.tunnelscope.core.logs.LogReader;
import io.tunnelscope.core.logs.Redaction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads log bundles and log files; all inputs of one call are one case. Stateless; any thread. */
public final class BundleReader {

  private static final int MAX_DEPTH = 32;

  private final Limits limits;
  private final Redaction redaction;

  public BundleReader(Limits limits) {
    this(limits, Redaction.unkeyed());
  }

  /**
   * @param redaction takes secrets out of every line before it becomes evidence
   */
  public BundleReader(Limits limits, Redaction redaction) {
    this.limits = limits;
    this.redaction = redaction;
  }

  /**
   * What the inputs show. An input is a zip archive or a log, told apart by content.
   *
   * @param observedAt the "now" of the evidence
   * @throws UnusableInput when an input is empty, corrupt or unsafe, or no input is a log
   * @throws IOException when an input cannot be read
   */
  public EvidenceSet read(List<LogSource> inputs, Scope scope, Instant observedAt)
      throws IOException {
    var reading = new Reading(inputs, observedAt);
    for (var input : inputs) {
      reading.input(input);
    }
    return reading.finish(EvidenceSet.builder(scope, observedAt));
  }

  /**
   * A file as one source; a folder as one source for each regular file below it, in order of their
   * names. Symbolic links below the folder are not followed.
   *
   * @throws UnusableInput when the folder holds no files or too many
   */
  public List<LogSource> sources(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(new LogSource(nameOf(path), () -> Files.newInputStream(path)));
    }
    List<Path> files;
    try (var below = Files.walk(path, MAX_DEPTH)) {
      files =
          below
              .filter(Files::isRegularFile)
              .filter(file -> !Files.isSymbolicLink(file))
              .limit(limits.files() + 1L)
              .sorted()
              .toList();
    }
    if (files.isEmpty() || files.size() > limits.files()) {
      throw new UnusableInput(
          files.isEmpty() ? Reason.NO_FILES : Reason.TOO_MANY_FILES, nameOf(path));
    }
    return files.stream()
        .map(
            file ->
                new LogSource(
                    path.relativize(file).toString().replace('\\', '/'),
                    () -> Files.newInputStream(file)))
        .toList();
  }

  private static String nameOf(Path path) {
    var name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** One case while it is read. */
  private final class Reading {
    private final LogReader logs;
    private final List<LogFile> files = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final boolean alone;
    private final String whole;

    Reading(List<LogSource> inputs, Instant observedAt) {
      logs = new LogReader(redaction, observedAt);
      alone = inputs.size() == 1;
      whole = alone ? inputs.getFirst().name() : "";
    }

    void input(LogSource source) throws IOException {
      try (var bytes = new BufferedInputStream(source.opener().open(), 1 << 16)) {
        bytes.mark(4);
        var beginning = bytes.readNBytes(4);
        bytes.reset();
        if (Unpacker.isArchive(beginning)) {
          new Unpacker(limits).unpack(source.name(), bytes, (name, file) -> log(name, file, false));
        } else {
          log(source.name(), bytes, alone);
        }
      }
    }

    private void log(String wanted, InputStream bytes, boolean mustBeLog) throws IOException {
      if (names.size() >= limits.files()) {
        throw new UnusableInput(Reason.TOO_MANY_FILES, whole);
      }
      var name = free(wanted);
      var summary = logs.read(name, bytes);
      if (summary.empty()) {
        refuse(mustBeLog, Reason.EMPTY, name, Missing.Why.EMPTY);
      } else if (summary.kind() == LogKind.UNKNOWN) {
        refuse(mustBeLog, Reason.NOT_A_LOG, name, Missing.Why.NOT_RECOGNISED);
      } else {
        files.add(new LogFile(name, summary.kind().id(), summary.lines()));
      }
    }

    private void refuse(boolean mustBeLog, Reason reason, String name, Missing.Why why)
        throws UnusableInput {
      if (mustBeLog) {
        throw new UnusableInput(reason, name);
      }
      missing.add(new Missing("file " + name, why));
    }

    /** Inputs of the same name stay apart. */
    private String free(String wanted) {
      var name = wanted;
      for (var number = 2; !names.add(name); number++) {
        name = wanted + " (" + number + ")";
      }
      return name;
    }

    EvidenceSet finish(EvidenceSet.Builder evidence) throws UnusableInput {
      if (files.isEmpty()) {
        var allEmpty =
            missing.stream().allMatch(file -> file.why() == Missing.Why.EMPTY)
                && !missing.isEmpty();
        throw new UnusableInput(allEmpty ? Reason.EMPTY : Reason.NOT_A_LOG, whole);
      }
      return evidence.addAll(logs.evidence()).addAll(missing).addFiles(files).build();
    }
  }
}
