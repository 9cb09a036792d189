package io.tunnelscope.app.blobs;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A blob that a container lists.
 *
 * @param name with its folders; whatever somebody called it, so never a path of ours
 * @param etag changes with each write
 */
public record Blob(String name, long bytes, String etag, Instant lastModified) {
  public Blob {
    requireNonNull(name, "name");
    requireNonNull(etag, "etag");
    requireNonNull(lastModified, "lastModified");
  }
}
