package io.tunnelscope.app.settings;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A path of this machine that can be written in one way only: absolute, without {@code .} and
 * {@code ..}. Equal paths have equal texts, so that an allow-list compares letters.
 */
public record NodePath(Path path) {
  public NodePath {
    requireNonNull(path, "path");
  }

  /** Empty when the text is another spelling of a path, or none. */
  public static Optional<NodePath> parse(String text) {
    try {
      var path = Path.of(text);
      boolean plain =
          path.isAbsolute()
              && path.normalize().toString().equals(text)
              && text.chars().noneMatch(Character::isISOControl);
      return plain ? Optional.of(new NodePath(path)) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /**
   * Whether no symbolic link lies on the way, as far as there is anything yet. False too when that
   * cannot be found out. Reads the disk.
   */
  public boolean isDirect() {
    try {
      var there = deepestThatIsThere();
      return there.toRealPath().equals(there);
    } catch (IOException _) {
      return false;
    }
  }

  private Path deepestThatIsThere() {
    var there = path;
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return there;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
