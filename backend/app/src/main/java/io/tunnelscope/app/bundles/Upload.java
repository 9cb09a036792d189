package io.tunnelscope.app.bundles;

import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.RunId;
import java.util.List;
import java.util.Optional;

/**
 * Files that were received, found usable, freed of secrets and stored: a case to be read.
 *
 * @param origin of the request, for the audit
 * @param run the id the run is to have; the bundle is stored under it
 * @param name what the case is called, from the name of the first file
 * @param target what the sender says it is about, as it was given; empty: nothing known
 */
public record Upload(
    Principal who,
    Origin origin,
    RunId run,
    String name,
    Optional<String> target,
    StoredBundle bundle,
    List<LogFileRow> files) {

  public Upload {
    files = List.copyOf(files);
  }
}
