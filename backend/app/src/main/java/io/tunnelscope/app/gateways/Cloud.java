package io.tunnelscope.app.gateways;

import io.tunnelscope.app.providers.azure.AzureEndpoints;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which cloud of the Azure family; {@code CUSTOM} is told by its addresses. */
enum Cloud {
  PUBLIC,
  USGOV,
  CHINA,
  CUSTOM;

  /** Empty for the custom one, which has those that somebody typed. */
  Optional<AzureEndpoints> endpoints() {
    return switch (this) {
      case PUBLIC -> Optional.of(AzureEndpoints.PUBLIC);
      case USGOV -> Optional.of(AzureEndpoints.US_GOVERNMENT);
      case CHINA -> Optional.of(AzureEndpoints.CHINA);
      case CUSTOM -> Optional.empty();
    };
  }

  /** The name in the database and on the wire. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Cloud> parse(String wire) {
    return Arrays.stream(values()).filter(cloud -> cloud.wire().equals(wire)).findFirst();
  }

  static Cloud of(AzureEndpoints endpoints) {
    return Arrays.stream(values())
        .filter(cloud -> cloud.endpoints().equals(Optional.of(endpoints)))
        .findFirst()
        .orElse(CUSTOM);
  }
}
