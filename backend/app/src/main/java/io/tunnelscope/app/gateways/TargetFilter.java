package io.tunnelscope.app.gateways;

import io.tunnelscope.core.diagnosis.Fault;
import java.util.Optional;

/**
 * Which targets to list.
 *
 * @param text part of a name or resource id, any case
 * @param gateway name of a gateway: itself and its connections
 * @param fault what the last run found
 */
public record TargetFilter(
    Optional<String> text,
    Optional<String> gateway,
    Optional<Fault> fault,
    Optional<TagFilter> tag) {

  public static TargetFilter all() {
    return new TargetFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
