package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.Role;
import java.time.Instant;

/** A channel whose members may see what is posted there, and do at most what the ceiling may. */
record ChannelBinding(
    Channel channel, String name, Role ceiling, String boundBy, Instant boundAt) {}
