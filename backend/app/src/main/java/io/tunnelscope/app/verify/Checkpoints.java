package io.tunnelscope.app.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of checkpoints and the key that they were signed with.
 *
 * @param publicKey PEM file; the one beside the checkpoints was put there by whoever wrote them, so
 *     a copy that was kept elsewhere proves more
 */
public record Checkpoints(Path file, Path publicKey) {
  /** With the public key that lies beside them. */
  public static Checkpoints of(Path file) {
    return new Checkpoints(file, Path.of(file + ".pub"));
  }

  static Optional<CheckpointReader> open(Optional<Checkpoints> checkpoints) throws IOException {
    if (checkpoints.isEmpty()) {
      return Optional.empty();
    }
    var key = Files.readString(checkpoints.get().publicKey());
    return Optional.of(new CheckpointReader(Files.newInputStream(checkpoints.get().file()), key));
  }
}
