package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.commands.Caller;
import io.tunnelscope.app.commands.Grammar;
import io.tunnelscope.app.commands.Occasion;
import io.tunnelscope.app.identity.Origin;
import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Principal;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Failure;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunEvent;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.diagnosis.Finding;
import io.tunnelscope.core.diagnosis.Severity;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever things are called, and whatever was found and is told, where and to whom: Slack takes
 * it, and nothing in it acts.
 */
class GeneratedMessagesTest {
  private static final int MESSAGES = 10_000;
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  private static final Optional<Role> NO_CEILING = Optional.empty();
  private static final Site SITE = new Site("https://vpn.example", "contoso");

  /** Their values are read, not only said. */
  private static final Set<Fact> READ =
      EnumSet.of(
          Fact.CANDIDATES, Fact.ALSO, Fact.COMPARISON, Fact.LINKS, Fact.OBSTACLE, Fact.VERDICT);

  private static final Pattern ACTS = Pattern.compile("<[!@#]|<[^|>]*>|<(?!https://)");

  private static final List<String> HOSTILE =
      List.of(
          "<!channel>",
          "<!here|here>",
          "<@U0123456789>",
          "<#C0123456789|general>",
          "<https://evil.example/|Open>",
          "&lt;!channel&gt;",
          "&",
          "`code` ``` *bold* _it_ ~no~",
          "\u0000\u0001\u001b[31m",
          "\r\n\r\n> quote",
          "null",
          "",
          " ",
          "\u202Eevil\u202C",
          "שער-הרשת",
          "بوابة",
          "게이트웨이-서울-중앙",
          "한\u1100\u1161글",
          "👩‍👩‍👧‍👦",
          "\uD83D",
          "\uDC00\uD83D\uDE00",
          "e\u0301\u0301\u0301",
          "|",
          "%s %n {0} ${jndi:ldap://evil.example/a}",
          "'); DROP TABLE run; --",
          ":white_check_mark:",
          "@everyone #general http://evil.example");

  private final Random random = new Random(20_261_126);

  /** What leaves, whatever it is, with all that is wrong with it. */
  private record Made(String kind, String all, List<SlackLimits.Violation> violations) {
    static Made of(String kind, SlackMessage message) {
      return new Made(
          kind, message.text() + message.blocks().encode(), SlackLimits.violations(message));
    }

    static Made view(String kind, JsonObject view) {
      return new Made(kind, view.encode(), SlackLimits.violationsOfView(view));
    }
  }

  @Test
  void shouldMakeMessagesThatSlackTakes() {
    var kinds = new TreeMap<String, Integer>();
    for (int n = 0; n < MESSAGES; n++) {
      // When
      var made = made(n, pick(List.of(Language.values())));

      // Then
      assertThat(made.violations()).as("message %d: %s", n, made).isEmpty();
      assertThat(ACTS.matcher(made.all()).find()).as("message %d: %s", n, made).isFalse();
      kinds.merge(made.kind(), 1, Integer::sum);
    }
    assertThat(kinds)
        .containsOnlyKeys("run", "digest", "answer", "home", "unfurl", "form")
        .allSatisfy((_, many) -> assertThat(many).isGreaterThanOrEqualTo(500));
  }

  private Made made(int n, Language language) {
    return switch (n % 20) {
      case 0, 1, 2, 3, 4, 5 -> Made.of("run", RunSummary.of(report(), SITE, language, audience()));
      case 6 -> Made.of("digest", digest(language));
      case 7, 8, 9 -> Made.view("home", home(language));
      case 10, 11 -> unfurl();
      case 12 -> Made.view("form", random.nextBoolean() ? RunForm.of(language) : RunForm.tooFast());
      default -> Made.of("answer", new AnswerMessage(SITE, language, this::id).of(answer()));
    };
  }

  private Audience audience() {
    return new Audience(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
  }

  private SlackMessage digest(Language language) {
    var shown = some(DigestSummary.MOST_LINES, this::report);
    return DigestSummary.of(shown, shown.size() + random.nextInt(500), SITE, language);
  }

  private Answer answer() {
    return switch (random.nextInt(6)) {
      case 0 -> new Answer.Said(some(100, this::foreign));
      case 1 ->
          new Answer.Table(
              foreign(),
              List.of("a", "b", "c", "d", "e"),
              some(100, () -> Stream.generate(this::foreign).limit(5).toList()),
              some(3, this::foreign),
              more());
      case 2 -> new Answer.Choices(foreign(), some(30, this::choice), more());
      case 3 ->
          new Answer.Started(
              some(40, () -> new Answer.Started.Run(new RunId(id()), foreign())),
              some(3, this::foreign));
      case 4 ->
          new Answer.Follow(
              foreign(), foreign(), SITE.origin() + "/t/contoso/slack-link/" + "x".repeat(43));
      default -> new Answer.Refused("refused", some(40, this::foreign), some(30, this::choice));
    };
  }

  private Optional<Answer.More> more() {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(new Answer.More(1 + random.nextInt(5_000), SITE.targets().toString()));
  }

  private Answer.Choice choice() {
    var what = pick(List.of("last ", "run ", "run --active ", "cancel "));
    return new Answer.Choice(foreign(), what + Grammar.quoted(foreign()));
  }

  private JsonObject home(Language language) {
    var member = new Standing.Member(new PersonId(id()), foreign(), pick(List.of(Role.values())));
    var standing =
        new Standing(
            "contoso", Optional.of(member).filter(_ -> random.nextBoolean()), NO_CEILING, language);
    var ask =
        new Ask(
            new Home("A1", "", "T1"),
            "U1",
            "U1",
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.empty(),
            "key",
            new Ask.What.Line(""));
    var workspace = new WorkspaceStore.Known(new TenantId(id()), id(), true, "U0");
    var origin = new Origin("192.0.2.1", "t", "r");
    var who =
        standing
            .member()
            .map(
                known ->
                    new Principal(
                        workspace.tenant(),
                        Principal.Kind.PERSON,
                        known.person().value(),
                        known.name(),
                        known.role(),
                        known.role().permissions()));
    // Of the room a Home wants the sentence about rights alone, for which it asks nobody.
    var room = new SlackRoom(null, null, workspace, ask, origin, standing);
    return HomeView.of(
        new Caller(who, origin, language, room),
        SITE,
        some(HomeView.RUNS, () -> run(pick(List.of(RunState.values())), Optional.empty())),
        some(60, this::wish));
  }

  private ChannelSubscriptionStore.Told wish() {
    return new ChannelSubscriptionStore.Told(
        foreign(),
        new ChannelSubscription(
            new Channel(id(), "C1"),
            "target",
            foreign(),
            EnumSet.allOf(Occasion.class),
            random.nextBoolean(),
            foreign(),
            "U1"));
  }

  private Made unfurl() {
    var shown = SlackEvents.unfurl(Answer.Said.of("Unhealthy: " + foreign(), foreign(), foreign()));
    return new Made("unfurl", shown.encode(), SlackLimits.violationsOfUnfurl(shown));
  }

  /** Often few, sometimes as many as that, hardly ever none. */
  private <T> List<T> some(int most, Supplier<T> one) {
    int many =
        random.nextInt(4) == 0 ? random.nextInt(most + 1) : 1 + random.nextInt(Math.min(most, 4));
    return Stream.generate(one).limit(many).toList();
  }

  @Test
  void shouldSayHowMuchDidNotFitAndWhereItIs() {
    // Given
    var lines = Stream.generate(() -> "a line of an answer ".repeat(20)).limit(100).toList();
    var choices = Stream.generate(() -> new Answer.Choice("gw", "last gw")).limit(33).toList();

    // When
    var said = answered(new Answer.Said(lines));
    var chosen = answered(new Answer.Choices("Which?", choices, Optional.empty()));

    // Then
    assertThat(said).containsPattern("<https://vpn.example/t/contoso/targets\\|[0-9]+ more>");
    assertThat(chosen).contains("<https://vpn.example/t/contoso/targets|13 more>");
  }

  /** Nobody could follow a link that Slack does not take. */
  @Test
  void shouldSayAnAddressThatSlackMayNotLinkTo() {
    var follow =
        new Answer.Follow("Follow.", "Link my account", "http://vpn.example:8080/t/c/slack-link/x");

    assertThat(answered(follow)).contains("http://vpn.example:8080/t/c/slack-link/x");
  }

  private String answered(Answer answer) {
    var message = new AnswerMessage(SITE, Language.EN, this::id).of(answer);
    assertThat(SlackLimits.violations(message)).isEmpty();
    return message.blocks().encode();
  }

  @Test
  void shouldMakeBlocksThatSlacksOwnLibraryReads() {
    var gson = GsonFactory.createSnakeCase();
    for (int n = 0; n < 500; n++) {
      var blocks = RunSummary.of(report(), SITE, Language.EN, Audience.CHANNEL).blocks();

      var read = gson.fromJson(blocks.encode(), LayoutBlock[].class);

      assertThat(read).hasSize(blocks.size());
    }
  }

  @Test
  void shouldOfferToRunAgainAsItRan() {
    for (int n = 0; n < 500; n++) {
      // Given
      var report = report();
      var audience = new Audience(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());

      // When
      var blocks = RunSummary.of(report, SITE, Language.EN, audience).blocks();

      // Then: only a channel can be muted, and a tunnel is brought up only when that is meant
      if (report.run().isFinished()) {
        var again = button(blocks, "run").orElseThrow();
        assertThat(Again.read(again.getString("value")))
            .contains(
                new Again(report.run().id().value(), audience.isPrivate(), audience.isQuiet()));
        assertThat(again.containsKey("confirm")).isEqualTo(report.run().active());
        assertThat(button(blocks, "mute").isPresent()).isEqualTo(audience.isChannel());
      }
    }
  }

  private static Optional<JsonObject> button(JsonArray blocks, String action) {
    return blocks.stream()
        .map(JsonObject.class::cast)
        .flatMap(block -> block.getJsonArray("elements", new JsonArray()).stream())
        .map(JsonObject.class::cast)
        .filter(element -> action.equals(element.getString("action_id")))
        .findFirst();
  }

  @Test
  void shouldLinkToNoPageWhereThereIsNoTls() {
    var insecure = new Site("http://vpn.example:8080", "contoso");
    for (int n = 0; n < 500; n++) {
      var message = RunSummary.of(report(), insecure, Language.EN, Audience.CHANNEL);

      assertThat(SlackLimits.violations(message)).as("message %d: %s", n, message).isEmpty();
      assertThat(message.blocks().encode()).doesNotContain("http://vpn.example");
    }
  }

  @Test
  void shouldMakeTheLeastThatIsSentInsteadOfARefusedOneSound() {
    for (int n = 0; n < 500; n++) {
      assertThat(SlackLimits.violations(RunSummary.least(report(), SITE, Language.EN))).isEmpty();
    }
  }

  private RunReport report() {
    var state = pick(List.of(RunState.values()));
    var diagnosis =
        state == RunState.SUCCEEDED || state == RunState.FAILED && random.nextInt(4) == 0
            ? Optional.of(diagnosis())
            : Optional.<Diagnosis>empty();
    var run = run(state, diagnosis);
    var doing =
        state == RunState.RUNNING && random.nextBoolean()
            ? Optional.of(new RunEvent.Doing(new Text(foreign(), foreign()), random.nextInt(101)))
            : Optional.<RunEvent.Doing>empty();
    var changes =
        diagnosis
            .filter(_ -> random.nextBoolean())
            .map(
                now ->
                    new RunDetails.Changes(
                        run(RunState.SUCCEEDED, Optional.of(diagnosis())),
                        Diff.between(
                            random.nextBoolean() ? Optional.of(diagnosis()) : Optional.of(now),
                            now)));
    return new RunReport(run, doing, diagnosis, changes);
  }

  private Run run(RunState state, Optional<Diagnosis> diagnosis) {
    return new Run(
        new TenantId(id()),
        new RunId(id()),
        new SubscriptionId(id()),
        foreign(),
        new ArmId(
            "/subscriptions/%s/resourceGroups/g/providers/Microsoft.Network/connections/c"
                .formatted(id())),
        foreign(),
        "connection",
        "simulated",
        Source.SLACK,
        new Run.Requester(Optional.empty(), foreign()),
        random.nextBoolean(),
        state,
        1,
        0,
        Optional.empty(),
        new Run.Times(
            NOW,
            Optional.of(NOW),
            state.isFinished()
                ? Optional.of(NOW.plusSeconds(random.nextInt(9_999)))
                : Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        diagnosis.map(
            found -> new Run.Verdict(NOW, NOW, found.code(), found.severity(), found.worst())),
        random.nextBoolean() ? Optional.of(new RunId(id())) : Optional.empty(),
        Optional.empty(),
        state == RunState.FAILED
            ? Optional.of(new Failure(foreign(), foreign()))
            : Optional.empty());
  }

  private Diagnosis diagnosis() {
    var findings = new ArrayList<Finding>();
    int many = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(5);
    for (int n = 0; n < many; n++) {
      findings.add(finding());
    }
    var missing =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(_ -> new Missing(foreign(), pick(List.of(Missing.Why.values())), foreign()))
            .toList();
    return new Diagnosis(
        NOW,
        NOW,
        Optional.empty(),
        pick(List.of(Code.values())),
        pick(List.of(Severity.values())),
        findings,
        List.of(),
        missing,
        List.of());
  }

  private Finding finding() {
    var cause = pick(List.of(Cause.values()));
    var certainty = pick(List.of(Certainty.values()));
    var finding =
        cause == Cause.UNDETERMINABLE
            ? Finding.undeterminable(Fault.UNDETERMINED)
            : Finding.of(cause, certainty);
    for (var fact : Fact.values()) {
      if (!READ.contains(fact) && random.nextInt(3) == 0) {
        finding = finding.with(fact, foreign());
      }
    }
    if (random.nextInt(4) == 0) {
      finding =
          finding.with(
              Fact.LINKS, "https://elsewhere.example/" + "a".repeat(random.nextInt(4_000)));
    }
    return random.nextBoolean()
        ? finding.provenBy(List.of(new EvidenceRef(foreign(), 1 + random.nextInt(99), foreign())))
        : finding;
  }

  /** What others may have written: short, hostile, in any script, or far too long. */
  private String foreign() {
    var text = new StringBuilder();
    int pieces = random.nextInt(5);
    for (int n = 0; n < pieces; n++) {
      text.append(pick(HOSTILE));
      if (random.nextBoolean()) {
        text.append("gw-").append(random.nextInt(1_000));
      }
      if (random.nextInt(200) == 0) {
        text.append(pick(HOSTILE).repeat(1 + random.nextInt(2_000)));
      }
      if (random.nextInt(10) == 0) {
        text.appendCodePoint(1 + random.nextInt(Character.MAX_CODE_POINT));
      }
    }
    return text.toString();
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
