package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** The last run of a target that came to a diagnosis. */
final class LastRun {
  private LastRun() {}

  /**
   * A run by its id, or the last one of a target.
   *
   * @param what an id, or else a target
   */
  static JsonNode runOf(Server api, String what) throws InterruptedException {
    return api.get("runs/" + Server.encoded(isRun(what) ? what : of(api, what)));
  }

  private static boolean isRun(String what) {
    try {
      return UUID.fromString(what).toString().equalsIgnoreCase(what);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * @return its id
   */
  static String of(Server api, String target) throws InterruptedException {
    var found =
        api.get("targets/" + Server.encoded(target) + "/history?state=SUCCEEDED&limit=1")
            .at("/items/0/id");
    if (found.isMissingNode()) {
      throw new CommandFailed(
          ExitStatus.UNUSABLE_INPUT,
          "no run of %1$s has come to a diagnosis yet: start one with `tunnelscope run %1$s`"
              .formatted(Ink.harmless(target)),
          "%1$s에는 아직 진단 결과가 없습니다: `tunnelscope run %1$s`로 실행하십시오".formatted(Ink.harmless(target)));
    }
    return found.asText();
  }
}
