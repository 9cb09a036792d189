package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.commands.Answer;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.Run;
import io.tunnelscope.app.runs.RunDetails;
import io.tunnelscope.app.runs.RunEvent;
import io.tunnelscope.app.runs.RunState;
import io.tunnelscope.app.runs.Source;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.LogSource;
import io.tunnelscope.core.diagnosis.Diagnosis;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.tunnelscope.core.diff.Diff;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The messages that docs/slack.md shows are those that are sent. The pictures are made from the
 * file that is compared here; CONTRIBUTING.md tells how.
 */
class MessagePicturesTest {
  private static final Path SHOWN = Path.of("..", "..", "docs", "pictures", "slack-messages.json");
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
  private static final Site SITE = new Site("https://vpn.example", "contoso");

  private static final String WORKS =
      """
      2026-11-26T07:50:01 05[NET] <busan|3> received packet: from 198.51.100.7[500] to 192.0.2.1[500] (464 bytes)
      2026-11-26T07:50:01 05[ENC] <busan|3> parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      2026-11-26T07:50:01 05[ENC] <busan|3> generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      2026-11-26T07:50:01 05[NET] <busan|3> sending packet: from 192.0.2.1[500] to 198.51.100.7[500] (472 bytes)
      2026-11-26T07:50:02 06[ENC] <busan|3> parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
      2026-11-26T07:50:02 06[IKE] <busan|3> IKE_SA busan[3] established between 192.0.2.1[seoul.example]...198.51.100.7[busan.example]
      2026-11-26T07:50:02 06[IKE] <busan|3> CHILD_SA busan-net{4} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16
      2026-11-26T07:50:02 06[ENC] <busan|3> generating IKE_AUTH response 1 [ IDr AUTH SA TSi TSr ]
      """;

  private static final String WRONG_KEY =
      """
      2026-11-26T07:58:11 07[NET] <busan|4> received packet: from 198.51.100.7[500] to 192.0.2.1[500] (464 bytes)
      2026-11-26T07:58:11 07[ENC] <busan|4> parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      2026-11-26T07:58:11 07[ENC] <busan|4> generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
      2026-11-26T07:58:11 07[NET] <busan|4> sending packet: from 192.0.2.1[500] to 198.51.100.7[500] (472 bytes)
      2026-11-26T07:58:12 08[ENC] <busan|4> parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
      2026-11-26T07:58:12 08[IKE] <busan|4> tried 1 shared key for 'seoul.example' - 'busan.example', but MAC mismatched
      2026-11-26T07:58:12 08[ENC] <busan|4> generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]
      """;

  @Test
  void shouldShowTheMessagesThatAreSent() throws Exception {
    // Given
    var works = diagnosis(WORKS);
    var broken = diagnosis(WRONG_KEY);
    var running =
        new RunReport(
            run("seoul-busan", RunState.RUNNING, Optional.empty()),
            Optional.of(new RunEvent.Doing(new Text("Reading logs", "로그 읽는 중"), 60)),
            Optional.empty(),
            Optional.empty());
    var ended = ended("seoul-busan", works, broken);
    var recovered = ended("seoul-busan", broken, works);

    // When
    var messages =
        new JsonArray()
            .add(shown("running", RunSummary.of(running, SITE, Language.EN, Audience.CHANNEL)))
            .add(shown("result", RunSummary.of(ended, SITE, Language.EN, Audience.CHANNEL)))
            .add(shown("result-korean", RunSummary.of(ended, SITE, Language.KO, Audience.CHANNEL)))
            .add(shown("recovered", RunSummary.of(recovered, SITE, Language.EN, Audience.CHANNEL)))
            .add(
                shown(
                    "digest",
                    DigestSummary.of(
                        List.of(ended, ended("seoul-jeju", broken, works)), 17, SITE, Language.EN)))
            .add(shown("choice", choice()));

    // Then
    for (var message : messages) {
      var sent = (JsonObject) message;
      assertThat(
              SlackLimits.violations(
                  new SlackMessage(sent.getString("text"), sent.getJsonArray("blocks"))))
          .isEmpty();
    }
    renewIfWanted(messages);
    assertThat(messages).isEqualTo(new JsonArray(Files.readString(SHOWN)));
  }

  private static void renewIfWanted(JsonArray messages) throws IOException {
    if (Boolean.getBoolean("renew.pictures")) {
      Files.writeString(SHOWN, messages.encodePrettily() + "\n");
    }
  }

  private static JsonObject shown(String name, SlackMessage message) {
    return new JsonObject()
        .put("name", name)
        .put("text", message.text())
        .put("blocks", message.blocks());
  }

  private static SlackMessage choice() {
    return new AnswerMessage(SITE, Language.EN, () -> new UUID(0, 1))
        .of(
            new Answer.Choices(
                "“seoul” fits several targets. Which one?",
                List.of(
                    new Answer.Choice("seoul-busan", "run seoul-busan"),
                    new Answer.Choice("seoul-jeju", "run seoul-jeju")),
                Optional.empty()));
  }

  private static RunReport ended(String target, Diagnosis before, Diagnosis now) {
    return new RunReport(
        run(target, RunState.SUCCEEDED, Optional.of(now)),
        Optional.empty(),
        Optional.of(now),
        Optional.of(
            new RunDetails.Changes(
                run(target, RunState.SUCCEEDED, Optional.of(before)),
                Diff.between(Optional.of(before), now))));
  }

  private static Diagnosis diagnosis(String log) throws Exception {
    var source = LogSource.of("charon.log", log.getBytes(UTF_8));
    var evidence =
        new BundleReader(Limits.ofUploads()).read(List.of(source), Scope.CONNECTION, NOW);
    return StandardRules.book().diagnose(evidence, NOW.minusSeconds(4), NOW);
  }

  private static Run run(String target, RunState state, Optional<Diagnosis> diagnosis) {
    var id = UUID.nameUUIDFromBytes((target + diagnosis.isPresent()).getBytes(UTF_8));
    return new Run(
        new TenantId(id),
        new RunId(id),
        new SubscriptionId(id),
        "Production",
        new ArmId(
            "/subscriptions/%s/resourceGroups/seoul/providers/Microsoft.Network/connections/%s"
                .formatted(id, target)),
        target,
        "connection",
        "vici",
        Source.SLACK,
        new Run.Requester(Optional.empty(), "Jane Kim"),
        false,
        state,
        1,
        0,
        Optional.empty(),
        new Run.Times(
            NOW.minusSeconds(5),
            Optional.of(NOW.minusSeconds(4)),
            state.isFinished() ? Optional.of(NOW) : Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        diagnosis.map(
            found -> new Run.Verdict(NOW, NOW, found.code(), found.severity(), found.worst())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
