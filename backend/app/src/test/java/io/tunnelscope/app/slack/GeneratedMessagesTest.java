package io.tunnelscope.app.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a run is called, found and told: Slack takes its message, and nothing in it acts. */
class GeneratedMessagesTest {
  private static final int MESSAGES = 10_000;
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
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

  @Test
  void shouldMakeMessagesThatSlackTakes() {
    for (int n = 0; n < MESSAGES; n++) {
      // Given
      var report = report();
      var language = pick(List.of(Language.values()));

      // When
      var message = RunSummary.of(report, SITE, language);

      // Then
      assertThat(SlackLimits.violations(message)).as("message %d: %s", n, message).isEmpty();
      assertThat(ACTS.matcher(message.text() + message.blocks().encode()).find())
          .as("message %d: %s", n, message)
          .isFalse();
    }
  }

  @Test
  void shouldMakeBlocksThatSlacksOwnLibraryReads() {
    var gson = GsonFactory.createSnakeCase();
    for (int n = 0; n < 500; n++) {
      var blocks = RunSummary.of(report(), SITE, Language.EN).blocks();

      var read = gson.fromJson(blocks.encode(), LayoutBlock[].class);

      assertThat(read).hasSize(blocks.size());
    }
  }

  @Test
  void shouldMakeDigestsThatSlackTakes() {
    for (int n = 0; n < 500; n++) {
      var shown =
          IntStream.rangeClosed(0, random.nextInt(DigestSummary.MOST_LINES))
              .mapToObj(_ -> report())
              .toList();

      var message = DigestSummary.of(shown, shown.size() + random.nextInt(500), SITE, Language.KO);

      assertThat(SlackLimits.violations(message)).as("digest %d: %s", n, message).isEmpty();
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
        false,
        state,
        1,
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
