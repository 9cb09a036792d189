package io.tunnelscope.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tunnelscope.app.commands.Grammar.NotUnderstood;
import io.tunnelscope.app.commands.Grammar.Understood;
import io.tunnelscope.core.diagnosis.Cause;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static final Which ALL = Which.of(Map.of()).orElseThrow();

  private static final Map<String, Command> MEANT =
      Map.ofEntries(
          Map.entry("", new Command.Help(Optional.empty())),
          Map.entry(" \t ", new Command.Help(Optional.empty())),
          Map.entry("help run", new Command.Help(Optional.of(Verb.RUN))),
          Map.entry("HELP Schedule", new Command.Help(Optional.of(Verb.SCHEDULE_ADD))),
          Map.entry("run gw", run("gw", false, false)),
          Map.entry("RUN gw --active", run("gw", true, false)),
          Map.entry("run -active gw", run("gw", true, false)),
          Map.entry("run gw \u2014active", run("gw", true, false)),
          Map.entry("run gw \u2013quiet", run("gw", false, true)),
          Map.entry(
              "run \u201cseoul branch/site a\u201d", run("seoul branch/site a", false, false)),
          Map.entry("run \u2018seoul branch\u2019 --QUIET", run("seoul branch", false, true)),
          Map.entry("run 'a b", run("a b", false, false)),
          Map.entry("run o'brien", run("o'brien", false, false)),
          Map.entry("run \"--active\"", run("--active", false, false)),
          Map.entry("run branch-*", run("branch-*", false, false)),
          Map.entry("run\u00a0gw", run("gw", false, false)),
          Map.entry("status", new Command.Status(Optional.empty())),
          Map.entry("status 7", new Command.Status(Optional.of("7"))),
          Map.entry("cancel", new Command.Cancel(Optional.empty())),
          Map.entry("last gw/site", new Command.Last("gw/site")),
          Map.entry("diff gw", new Command.Diff("gw", Optional.empty(), false)),
          Map.entry("diff 1 2", new Command.Diff("1", Optional.of("2"), false)),
          Map.entry("diff gw --baseline", new Command.Diff("gw", Optional.empty(), true)),
          Map.entry(
              "run gw --twin", new Command.Run("gw", false, true, false, false, false, false)),
          Map.entry("history gw", new Command.History("gw", 20, ALL)),
          Map.entry("why 7", new Command.Why("7")),
          Map.entry("report 7", new Command.Report("7", false)),
          Map.entry("REPORT gw/site \u2014here", new Command.Report("gw/site", true)),
          Map.entry("list", new Command.ListTargets(Optional.empty())),
          Map.entry("list seoul branch", new Command.ListTargets(Optional.of("seoul branch"))),
          Map.entry(
              "history gw --state failed --requester 'Kim N' --changed",
              new Command.History(
                  "gw",
                  20,
                  Which.of(Map.of(Flag.STATE, "failed", Flag.REQUESTER, "Kim N", Flag.CHANGED, ""))
                      .orElseThrow())),
          Map.entry("history gw --limit 3", new Command.History("gw", 3, ALL)),
          Map.entry("history gw --limit=3", new Command.History("gw", 3, ALL)),
          Map.entry(
              "subscribe * on:unhealthy,Recovered",
              new Command.Subscribe("*", Set.of(Occasion.UNHEALTHY, Occasion.RECOVERED), false)),
          Map.entry(
              "subscribe gw --digest", new Command.Subscribe("gw", Set.of(Occasion.CHANGED), true)),
          Map.entry("unsubscribe gw", new Command.Unsubscribe("gw", Set.of())),
          Map.entry(
              "unsubscribe * on:changed,all",
              new Command.Unsubscribe("*", Set.of(Occasion.CHANGED, Occasion.ALL))),
          Map.entry("mute gw", new Command.Mute("gw", Duration.ofHours(1))),
          Map.entry("mute gw 90m", new Command.Mute("gw", Duration.ofMinutes(90))),
          Map.entry("mute * 2D", new Command.Mute("*", Duration.ofDays(2))),
          Map.entry("schedule add gw \"*/15 8-18 * * 1-5\"", add("*/15 8-18 * * 1-5", 0)),
          Map.entry("schedule add gw 0 8 * * 1 --jitter 60", add("0 8 * * 1", 60)),
          Map.entry("schedule list", new Command.ScheduleList()),
          Map.entry("schedule pause 1", new Command.SchedulePause("1")),
          Map.entry("schedule resume 1", new Command.ScheduleResume("1")),
          Map.entry("schedule remove 1", new Command.ScheduleRemove("1")),
          Map.entry("link", new Command.Link()),
          Map.entry("unlink", new Command.Unlink()),
          Map.entry("whoami", new Command.WhoAmI()));

  private static Command run(String target, boolean active, boolean quiet) {
    return new Command.Run(target, active, false, false, quiet, false, false);
  }

  private static Command add(String cron, int jitter) {
    return new Command.ScheduleAdd("gw", cron, Optional.empty(), jitter, Optional.empty(), false);
  }

  @TestFactory
  Stream<DynamicTest> shouldUnderstandWhatPeopleType() {
    return MEANT.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    "'" + each.getKey() + "'",
                    () ->
                        assertThat(Grammar.read(each.getKey()))
                            .isEqualTo(new Understood(each.getValue()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run a b",
        "run gw --active=yes",
        "run gw --force",
        "diff 1 2 --baseline",
        "unsubscribe gw on:never",
        "help me",
        "report",
        "report 1 2",
        "report gw --here=yes",
        "report gw --baseline",
        "history gw --limit 0",
        "history gw --limit many",
        "history gw --limit",
        "subscribe gw on:sometimes",
        "subscribe on:all",
        "mute gw 1y",
        "mute gw 0m",
        "mute gw 99999d",
        "schedule",
        "schedule frobnicate",
        "schedule add gw * * *",
        "schedule add gw \"* * * * *\" --jitter 9999",
        "link me",
        "rm -rf /"
      })
  void shouldSayHowToWriteWhatItDoesNotUnderstand(String line) {
    assertThat(Grammar.read(line)).isInstanceOf(NotUnderstood.class);
  }

  @Test
  void shouldGuessTheVerbAndKeepTheRest() {
    assertThat(Grammar.read("hsitory 'seoul branch'"))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            not -> assertThat(not.instead()).contains("history \"seoul branch\""));
  }

  @ParameterizedTest
  @CsvSource({
    "scheduel list, schedule list",
    "schedule lsit X, schedule list X",
    "shedule ad gw 0 8 * * 1 --jitter 60, schedule add gw 0 8 * * 1 --jitter 60",
    "rnu gw --active, run gw --active",
    "help rnu, help run",
    "help scheduel list, help schedule list",
    "scheduel, schedule list",
    "xyzzy, help",
  })
  void shouldGuessWhatWasMeantByTheWholeLine(String typed, String meant) {
    assertThat(Grammar.read(typed))
        .isInstanceOfSatisfying(
            NotUnderstood.class, not -> assertThat(not.instead()).contains(meant));
  }

  @Test
  void shouldSayTheSameFilterAgain() {
    // When
    var which =
        Which.of(
                Map.of(
                    Flag.CHANGED, "",
                    Flag.REQUESTER, "Kim N",
                    Flag.CAUSE, "auth_eap",
                    Flag.FROM, "2026-11-23T08:00:00Z"))
            .orElseThrow();

    // Then
    assertThat(which.said())
        .isEqualTo(" --cause auth_eap --requester \"Kim N\" --changed --from 2026-11-23T08:00:00Z");
    assertThat(which.filter().cause()).contains(Cause.AUTH_EAP);
    assertThat(Grammar.read("history gw" + which.said()))
        .isEqualTo(new Understood(new Command.History("gw", 20, which)));
    assertThat(Grammar.read("history gw --state done")).isInstanceOf(NotUnderstood.class);
    assertThat(Grammar.read("history gw --from yesterday")).isInstanceOf(NotUnderstood.class);
  }

  @Test
  void shouldGuessTheFlag() {
    assertThat(Grammar.read("run gw --activ"))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            not -> assertThat(not.why().english()).contains("did you mean --active?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gw", "a b", "--active", "o'brien", "-", "*", "\u2014dash", "/subscriptions/x y"})
  void shouldReadBackWhatItQuotes(String target) {
    assertThat(Grammar.read("last " + Grammar.quoted(target)))
        .isEqualTo(new Understood(new Command.Last(target)));
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    assertThat(Grammar.read("run " + "x".repeat(600))).isInstanceOf(NotUnderstood.class);
    assertThat(Grammar.read("list " + "x ".repeat(50))).isInstanceOf(NotUnderstood.class);
    assertThat(Grammar.read("x".repeat(1_000_000))).isInstanceOf(NotUnderstood.class);
  }

  @Test
  void shouldNeverThrow() {
    var random = new Random(7);
    String[] parts = {
      "run",
      "schedule",
      "add",
      "--active",
      "--limit",
      "=",
      "\"",
      "'",
      "\u201c",
      "\u2019",
      "\u2014",
      "on:",
      "*",
      ",",
      " ",
      "\0",
      "\ud83d",
      "\u202e",
      "1h",
      "99999999999999999999",
      "<!channel>",
      "\n",
      "-",
      "한글"
    };
    for (int n = 0; n < 100_000; n++) {
      var line = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        line.append(
            random.nextInt(5) == 0
                ? Character.toString(random.nextInt(0x10ffff))
                : parts[random.nextInt(parts.length)]);
        line.append(random.nextBoolean() ? " " : "");
      }
      assertThatCode(() -> Grammar.read(line.toString())).as("%s", line).doesNotThrowAnyException();
    }
  }
}
