package io.tunnelscope.app.slack;

import io.tunnelscope.app.identity.RunId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that reached nobody in Slack.
 *
 * @param user Slack's id of who asked, if somebody did
 * @param why each way that was tried, with what Slack said to it
 * @param text what it would have said
 */
record Undelivered(
    UUID id,
    Instant at,
    Channel channel,
    Optional<String> user,
    Optional<RunId> run,
    String why,
    String text) {}
