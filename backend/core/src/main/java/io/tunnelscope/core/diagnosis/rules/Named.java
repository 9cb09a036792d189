package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.evidence.LogLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the line of a failure names beside the failure: identities, networks, a certificate. Its
 * facts come first, then what its text says in the forms that daemons have in common.
 */
final class Named {

  /** Where a fact stands in the text; the group is the value. */
  private record Place(Fact fact, Pattern pattern) {
    static Place of(Fact fact, String regex) {
      return new Place(fact, Pattern.compile(regex));
    }
  }

  private static final List<Place> CERTIFICATE =
      List.of(
          Place.of(Fact.ISSUER, "\\b[Ii]ssuer(?: is)?:?\\s{0,2}['\"]([^'\"]{1,300})['\"]"),
          Place.of(
              Fact.SUBJECT,
              "(?<![Ii]ssuer: )(?<![Ii]ssuer )['\"]((?:CN|C|O|OU|E|L|ST|DC)=[^'\"]{1,300})['\"]"),
          Place.of(Fact.VALID_FROM, "\\bvalid from ([^()]{8,40}?) to "),
          Place.of(Fact.VALID_UNTIL, "\\bvalid from [^()]{8,40}? to ([^(),]{8,40})"));

  private static final List<Place> IDENTITY =
      List.of(
          Place.of(Fact.OURS, "does not match (?:to |expected )['\"]?([^'\"]{1,200})['\"]?"),
          Place.of(Fact.THEIRS, "['\"]([^'\"]{1,200})['\"] does not match (?:to|expected) "),
          Place.of(Fact.OURS, "\\bidentity '([^']{1,200})' required"),
          Place.of(Fact.OURS, "\\bto have ID '([^']{1,200})'"),
          Place.of(Fact.THEIRS, "\\bpeer declares '([^']{1,200})'"));

  private static final List<Place> NETWORKS =
      List.of(
          Place.of(
              Fact.THEIRS,
              "\\b(?:traffic selectors|CHILD_SA config found for) (\\S.{0,300}? === .{1,300}?)(?: unacceptable|$)"),
          Place.of(Fact.THEIRS, "\\bno connection is known for (\\S{1,300})"));

  private static final DateTimeFormatter US =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.US);

  private Named() {}

  static Finding certificate(Finding finding, LogLine line) {
    return with(finding, line, CERTIFICATE);
  }

  static Finding identities(Finding finding, LogLine line) {
    return with(finding, line, IDENTITY);
  }

  static Finding networks(Finding finding, LogLine line) {
    return with(finding, line, NETWORKS);
  }

  private static Finding with(Finding finding, LogLine line, List<Place> places) {
    var named = finding;
    for (var place : places) {
      if (named.fact(place.fact).isEmpty()) {
        named = named.with(place.fact, in(line, place).orElse(""));
      }
    }
    return named;
  }

  private static Optional<String> in(LogLine line, Place place) {
    return line.fact(place.fact.key())
        .or(
            () -> {
              var found = place.pattern.matcher(line.ref().text());
              return found.find() ? Optional.of(found.group(1).strip()) : Optional.empty();
            });
  }

  /** When the certificate that a line names becomes valid. */
  static Optional<Instant> validFrom(LogLine line) {
    return in(line, CERTIFICATE.get(2)).flatMap(Named::time);
  }

  /** When the certificate that a line names stops being valid. */
  static Optional<Instant> validUntil(LogLine line) {
    return in(line, CERTIFICATE.get(3)).flatMap(Named::time);
  }

  /** As strongSwan and OpenSSL print it, or as the standard says; without a zone it is UTC. */
  private static Optional<Instant> time(String text) {
    var plain = text.replaceFirst(" (?:UTC|GMT)", "").replaceAll(" {2,}", " ");
    try {
      return Optional.of(
          plain.contains("T") && plain.endsWith("Z")
              ? Instant.parse(plain)
              : LocalDateTime.parse(plain, US).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
