package io.tunnelscope.core.bundle;

import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Reads log bundles and log files; all inputs of one call are one case. Stateless; any thread. */
public final class BundleReader {

  private final Limits limits;

  public BundleReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * What the inputs show. An input may be a zip archive or a log, told apart by content.
   *
   * @param observedAt the "now" of the evidence
   * @throws UnusableInput when an input is empty, corrupt or unsafe, or no input is a log
   * @throws IOException when an input cannot be read
   */
  public EvidenceSet read(List<LogSource> inputs, Scope scope, Instant observedAt)
      throws IOException, UnusableInput {
    if (inputs.size() > limits.files()) {
      throw new UnusableInput(UnusableInput.Reason.TOO_MANY_FILES, "");
    }
    return EvidenceSet.builder(scope, observedAt).build();
  }

  /**
   * A file as one source; a folder as one source for each regular file below it. Symbolic links
   * below the folder are not followed.
   *
   * @throws UnusableInput when the folder holds no files or too many
   */
  public List<LogSource> sources(Path path) throws IOException, UnusableInput {
    return List.of(new LogSource(path.toString(), () -> java.nio.file.Files.newInputStream(path)));
  }
}
