package io.tunnelscope.app.blobs;

import java.util.List;

/**
 * What a container has.
 *
 * @param blobs in order of their names
 * @param complete false when there were more than were asked for or looked at
 */
public record BlobListing(List<Blob> blobs, boolean complete) {
  public BlobListing {
    blobs = List.copyOf(blobs);
  }
}
