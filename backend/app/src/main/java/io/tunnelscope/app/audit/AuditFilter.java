package io.tunnelscope.app.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit are looked for; what is empty does not matter.
 *
 * @param before the sequence number that all found are below
 * @param from at this time or later
 * @param to before this time
 */
public record AuditFilter(
    Optional<Long> before,
    Optional<String> actor,
    Optional<String> action,
    Optional<String> object,
    Optional<String> result,
    Optional<Instant> from,
    Optional<Instant> to) {}
