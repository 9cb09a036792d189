package io.tunnelscope.core.evidence;

import java.util.List;

/** One thing that was seen, or that could not be seen ({@link Missing}). */
public sealed interface Evidence
    permits IkeExchange,
        IkeSa,
        ChildSa,
        TunnelHistory,
        TunnelStatus,
        TunnelTraffic,
        CpuSample,
        PlatformState,
        Verdict,
        Obstacle,
        ConfigPart,
        LogLine,
        Missing {

  /** Where it stands in a log; empty when it was not read from one. */
  List<EvidenceRef> refs();
}
