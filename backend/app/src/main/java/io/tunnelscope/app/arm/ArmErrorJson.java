package io.tunnelscope.app.arm;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/** A failure as Azure Resource Manager writes it. */
record ArmErrorJson(Reason error) {
  /**
   * @param code in Azure's words, no language
   * @param target the member or parameter that is wrong
   */
  record Reason(
      String code,
      Optional<String> target,
      String message,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reason> details) {}

  static ArmErrorJson of(String code, String message) {
    return new ArmErrorJson(new Reason(code, Optional.empty(), message, List.of()));
  }
}
