package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Verb;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The page of the bot: who one is, and the latest runs for whoever may see them. */
final class HomeView {
  /** Opens {@link RunForm}. */
  static final String FORM = "run-form";

  private static final int LONGEST = 300;

  private HomeView() {}

  static JsonObject of(Caller caller, Site site, List<Run> runs) {
    var language = caller.language();
    var blocks = new Blocks().header("Tunnelscope");
    caller
        .room()
        .rights(caller.who())
        .lines()
        .forEach(line -> blocks.section(SlackText.of(line, LONGEST)));
    runs.forEach(run -> blocks.section(line(run, site, language)));
    blocks.actions(buttons(caller, site, language));
    return new JsonObject().put("type", "home").put("blocks", blocks.done());
  }

  private static String line(Run run, Site site, Language language) {
    var state =
        run.verdict()
            .map(verdict -> SlackWords.code(verdict.code()))
            .orElseGet(() -> SlackWords.state(run.state()));
    return state.in(language)
        + " · "
        + SlackText.of(run.targetName(), LONGEST)
        + " "
        + SlackText.link(
            site.run(run.id()), SlackWords.OPEN.in(language), site.authority(), LONGEST);
  }

  private static JsonArray buttons(Caller caller, Site site, Language language) {
    var buttons = new JsonArray();
    if (caller.who().isEmpty()) {
      buttons.add(
          Blocks.button(
              Verb.LINK.written(),
              new Text("Link my account", "계정 연결").in(language),
              Verb.LINK.written()));
    } else if (caller.may(Verb.RUN)) {
      buttons.add(Blocks.button(FORM, new Text("Troubleshoot…", "점검…").in(language), FORM));
    }
    return buttons.isEmpty()
        ? buttons.add(Blocks.link("open", SlackWords.OPEN.in(language), site.runs()))
        : buttons;
  }
}
