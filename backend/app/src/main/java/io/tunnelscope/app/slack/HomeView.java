package io.tunnelscope.app.slack;

import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Occasion;
import io.tunnelscope.app.commands.ResultWords;
import io.tunnelscope.app.commands.Verb;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.core.language.Language;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page of the bot: who one is; for whoever may see them the latest runs, and what one
 * subscribed channels to.
 */
final class HomeView {
  /** Opens {@link RunForm}. */
  static final String FORM = "run-form";

  private static final int LONGEST = 300;
  private static final int MOST_RUNS = 8;
  private static final int MOST_WISHES = 20;

  /** So many are worth being asked for, if only to be counted. */
  static final int RUNS = MOST_RUNS + 1;

  static final int WISHES = 500;

  private HomeView() {}

  static JsonObject of(
      Caller caller, Site site, List<Run> runs, List<ChannelSubscriptionStore.Told> wishes) {
    var language = caller.language();
    var blocks = new Blocks().header("Tunnelscope");
    caller
        .room()
        .rights(caller.who())
        .lines()
        .forEach(line -> blocks.section(SlackText.of(line, LONGEST)));
    runs.stream().limit(MOST_RUNS).forEach(run -> blocks.section(line(run, site, language)));
    if (runs.size() > MOST_RUNS) {
      blocks.section(
          SlackText.link(
              site.runs(), new Text("All runs", "모든 점검").in(language), site.authority(), LONGEST));
    }
    if (!wishes.isEmpty()) {
      blocks.section("*" + new Text("Your subscriptions", "내가 신청한 구독").in(language) + "*");
      wishes.stream().limit(MOST_WISHES).forEach(wish -> blocks.section(line(wish, language)));
      if (wishes.size() > MOST_WISHES) {
        blocks.section(
            SlackText.link(
                site.targets(),
                SlackWords.more(wishes.size() - MOST_WISHES, language),
                site.authority(),
                LONGEST));
      }
    }
    var buttons = buttons(caller, site, language);
    if (!buttons.isEmpty()) {
      blocks.actions(buttons);
    }
    return new JsonObject().put("type", "home").put("blocks", blocks.done());
  }

  private static String line(Run run, Site site, Language language) {
    var state =
        run.verdict()
            .map(verdict -> ResultWords.code(verdict.code()))
            .orElseGet(() -> ResultWords.state(run.state()));
    return state.in(language)
        + " · "
        + SlackText.of(run.targetName(), LONGEST)
        + " "
        + SlackText.link(
            site.run(run.id()), SlackWords.OPEN.in(language), site.authority(), LONGEST);
  }

  /** {@code #vpn-ops · seoul-busan · unhealthy, recovered}: the words are those of the command. */
  private static String line(ChannelSubscriptionStore.Told wish, Language language) {
    var wanted = wish.subscription();
    var target =
        wanted.target().equals(ChannelSubscription.ALL_TARGETS)
            ? new Text("all targets", "모든 대상").in(language)
            : wanted.targetName();
    var occasions =
        wanted.on().stream().sorted().map(Occasion::written).collect(Collectors.joining(", "));
    return SlackText.of("#" + wish.channelName() + " · " + target + " · " + occasions, LONGEST);
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
    return buttons.isEmpty() && SlackText.mayLink(site.runs())
        ? buttons.add(Blocks.link("open", SlackWords.OPEN.in(language), site.runs()))
        : buttons;
  }
}
