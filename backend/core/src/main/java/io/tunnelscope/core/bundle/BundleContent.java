package io.tunnelscope.core.bundle;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.TunnelStatus;
import java.util.List;
import java.util.Optional;

/**
 * What a run has to tell in its log bundle.
 *
 * @param local address of the gateway
 * @param remote address of the other side
 * @param healthy a healthy run's bundle holds the connection's counters alone
 * @param undecoded the trace of an older gateway could not be decoded
 */
public record BundleContent(
    String local,
    String remote,
    boolean healthy,
    Optional<TunnelStatus> status,
    Optional<CpuSample> cpu,
    List<IkeRecord> ike,
    boolean undecoded) {

  public BundleContent {
    requireNonNull(local, "local");
    requireNonNull(remote, "remote");
    requireNonNull(status, "status");
    requireNonNull(cpu, "cpu");
    ike = List.copyOf(ike);
  }
}
