package io.tunnelscope.app.slack;

import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.slack.SlackLimits.Violation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last look at what leaves for Slack, whichever way it goes: what Slack would refuse as a
 * whole, or show in another way than it is meant, is replaced by a plain word. That it comes to
 * that is a mistake of ours: it is logged with the rule and the way, without what was to be said.
 * Any thread.
 */
final class LastLook {
  private static final Logger log = LoggerFactory.getLogger(LastLook.class);

  private static final Text UNSHOWN =
      new Text(
          "This cannot be shown in Slack. Look at it in Tunnelscope.",
          "Slack에 표시할 수 없는 내용입니다. Tunnelscope에서 확인하세요.");

  private LastLook() {}

  /**
   * @param way by which it leaves, for the log
   */
  static SlackMessage at(SlackMessage message, String way) {
    return passes(SlackLimits.violations(message), way) ? message : SlackMessage.inBoth(UNSHOWN);
  }

  static JsonObject atView(JsonObject view, String way) {
    if (passes(SlackLimits.violationsOfView(view), way)) {
      return view;
    }
    return "modal".equals(view.getString("type"))
        ? RunForm.saying(UNSHOWN)
        : new JsonObject().put("type", "home").put("blocks", unshown());
  }

  /** Each link by itself. */
  static JsonObject atUnfurls(JsonObject unfurls, String way) {
    var sound = new JsonObject();
    for (var link : unfurls.fieldNames()) {
      var shown = unfurls.getJsonObject(link);
      sound.put(
          link,
          passes(SlackLimits.violationsOfUnfurl(shown), way)
              ? shown
              : new JsonObject().put("blocks", unshown()));
    }
    return sound;
  }

  static boolean passes(List<Violation> violations, String way) {
    if (!violations.isEmpty()) {
      log.atError()
          .addKeyValue("way", way)
          .addKeyValue("violations", violations)
          .log("what was to be said would be refused");
    }
    return violations.isEmpty();
  }

  private static JsonArray unshown() {
    return SlackMessage.inBoth(UNSHOWN).blocks();
  }
}
