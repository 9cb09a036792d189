package io.tunnelscope.app.history;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.runs.FindingStore;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.HttpDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@BackendTest
class HistoryIT {
  private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");

  private static final Clock NOON = Clock.fixed(MONDAY.plus(Duration.ofDays(1)), ZoneOffset.UTC);

  private final Uuid7 ids = new Uuid7(Clock.systemUTC(), new SecureRandom());
  private final TestDatabase database;
  private final TestTenants tenants;
  private final HttpDoor http;

  HistoryIT(Vertx vertx, Db db, TestDatabase database, TestTenants tenants) {
    this.database = database;
    this.tenants = tenants;
    var targets = new Targets(new TargetStore(db));
    var runs = new RunStore(db, new RunQueue(), new AuditLog());
    var history = new HistoryStore(db);
    var baselines = new BaselineStore(db, new AuditLog());
    var diffs = new Diffs(targets, runs, new FindingStore(db), history, baselines);
    var routes = new HistoryRoutes(targets, runs, history, diffs, NOON);
    var pins = new BaselineRoutes(targets, runs, baselines);
    http =
        new HttpDoor(
            vertx,
            all -> {
              routes.mount(all);
              pins.mount(all);
            });
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void shouldSaySinceWhenATargetIsBad() {
    // Given
    var branch = new Branch();
    branch.unhealthy("PeerReachability", "PEER_UNREACHABLE");
    branch.healthy();
    var lastGood = branch.healthy();
    branch.failed();
    var firstBad = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");

    // When
    var history = http.json(branch.tenant, branch.path());

    // Then
    assertThat(idsOf(history)).containsExactlyElementsOf(branch.runs.reversed());
    assertThat(history.getJsonObject("firstBadRun").getString("id")).isEqualTo(firstBad);
    assertThat(history.getJsonObject("lastGoodRun").getString("id")).isEqualTo(lastGood);
    assertThat(history.containsKey("next")).isTrue();
  }

  @Test
  void shouldSayHowOftenATargetTurnedBadAndHowLongItStayedSo() {
    // Given
    var branch = new Branch();
    branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH"); // nobody knows since when
    branch.healthy();
    branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.failed();
    branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.healthy(); // after 3 hours
    branch.unhealthy("PeerReachability", "PEER_UNREACHABLE");
    branch.healthy(); // after 1 hour
    branch.unhealthy("PeerReachability", "PEER_UNREACHABLE"); // still

    // When
    var lastDays = http.json(branch.tenant, branch.path()).getJsonObject("lastDays");

    // Then
    assertThat(lastDays)
        .isEqualTo(
            new JsonObject()
                .put("days", 30)
                .put("flaps", 3)
                .put("recoveries", 2)
                .put("meanSecondsToRecover", 7200)
                .put("medianSecondsToRecover", 7200));
  }

  @Test
  void shouldNameNoBadRunOnceTheTargetIsHealthyAgain() {
    // Given
    var branch = new Branch();
    branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.healthy();

    // When
    var history = http.json(branch.tenant, branch.path());

    // Then
    assertThat(history.containsKey("firstBadRun")).isFalse();
  }

  @Test
  void shouldGoBackPageByPage() {
    // Given
    var branch = new Branch();
    for (int n = 0; n < 7; n++) {
      branch.healthy();
    }

    // When
    var first = http.json(branch.tenant, branch.path() + "?limit=4");
    var second =
        http.json(
            branch.tenant, branch.path() + "?limit=4&cursor=" + encoded(first.getString("next")));

    // Then
    assertThat(first.containsKey("lastDays")).isTrue();
    assertThat(second.containsKey("lastDays")).isFalse();
    assertThat(idsOf(first)).hasSize(4);
    assertThat(idsOf(second)).containsExactlyElementsOf(branch.runs.subList(0, 3).reversed());
    assertThat(second.getString("next")).isNull();
  }

  @Test
  void shouldKnowTheTargetByItsNameToo() {
    // Given
    var branch = new Branch();
    var run = branch.healthy();

    // Then
    assertThat(idsOf(http.json(branch.tenant, "/targets/" + encoded("hub/branch") + "/history")))
        .containsExactly(run);
    assertThat(http.get(branch.tenant, "/targets/" + encoded("hub/brunch") + "/history").body())
        .contains("hub/branch");
  }

  @Test
  void shouldListOfAHistoryWhatIsAskedFor() {
    // Given
    var branch = new Branch();
    var bad = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    var good = branch.healthy();
    var last = branch.unhealthy("PeerReachability", "PEER_UNREACHABLE");

    // Then
    assertThat(idsOf(history(branch, "?code=UnHealthy"))).containsExactly(last, bad);
    assertThat(idsOf(history(branch, "?fault=Authentication"))).containsExactly(bad);
    assertThat(idsOf(history(branch, "?cause=PEER_UNREACHABLE&state=SUCCEEDED")))
        .containsExactly(last);
    assertThat(idsOf(history(branch, "?code=Healthy&limit=1"))).containsExactly(good);
    var none = history(branch, "?state=CANCELLED");
    assertThat(idsOf(none)).isEmpty();
    assertThat(none.getJsonObject("firstBadRun").getString("id"))
        .as("of the target, not of the filter")
        .isEqualTo(last);
    assertThat(http.get(branch.tenant, branch.path() + "?fault=Nonsense").statusCode())
        .isEqualTo(400);
  }

  @Test
  void shouldKnowARemovedTargetThoughNothingOfItsHistoryMatches() {
    // Given
    var branch = new Branch();
    branch.healthy();
    Sql.update(
        database.superuser(),
        "DELETE FROM connection WHERE tenant_id = ?",
        branch.tenant.id().value());

    // Then
    assertThat(idsOf(history(branch, "?state=CANCELLED"))).isEmpty();
  }

  private JsonObject history(Branch branch, String filter) {
    return http.json(branch.tenant, branch.path() + filter);
  }

  @Test
  void shouldCompareAnyTwoRuns() {
    // Given
    var branch = new Branch();
    var good = branch.healthy();
    branch.unhealthy("PeerReachability", "PEER_UNREACHABLE");
    var bad = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");

    // When
    var worse = diff(branch, good, bad);
    var better = diff(branch, bad, good);

    // Then
    assertThat(worse.getBoolean("changed")).isTrue();
    assertThat(changes(worse)).containsExactly("APPEARED Authentication AUTH_PSK_MISMATCH");
    assertThat(changes(better)).containsExactly("CLEARED Authentication AUTH_PSK_MISMATCH");
    assertThat(worse.getJsonObject("fromRun").getString("code")).isEqualTo("Healthy");
    assertThat(diff(branch, bad, bad).getBoolean("changed")).isFalse();
  }

  @Test
  void shouldTellWhatWasWrittenWhenOneRunFollowedTheOther() {
    // Given
    var branch = new Branch();
    var before = branch.healthy();
    var after = branch.healthy();
    branch.follows(before, after, "FLAPPING");

    // Then
    assertThat(changes(diff(branch, before, after)))
        .containsExactly("APPEARED PeerReachability FLAPPING");
  }

  @Test
  void shouldTellInTheReadersLanguageHowItStood() {
    // Given
    var branch = new Branch();
    var before = branch.healthy();
    var after = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.follows(before, after, "FLAPPING");
    branch.stands(
        after,
        """
        {"severity":"error","certainty":"likely","facts":{"step":"IKE_AUTH","refused_by":"peer"}}""");

    // Then
    assertThat(after(diff(branch, before, after)))
        .containsExactly("error, likely, stopped at IKE_AUTH, refused by the peer");
    assertThat(after(inKorean(branch, "/diffs?from=" + before + "&to=" + after)))
        .containsExactly("오류, 유력, IKE_AUTH 단계에서 중단, 거부한 쪽: 피어");
  }

  @Test
  void shouldCompareAgainWhatWasWrittenAsASentence() {
    // Given
    var branch = new Branch();
    var before = branch.healthy();
    var after = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    branch.follows(before, after, "FLAPPING");
    branch.stands(after, "error, likely, step=IKE_AUTH");

    // When
    var diff = diff(branch, before, after);

    // Then
    assertThat(changes(diff)).containsExactly("APPEARED Authentication AUTH_PSK_MISMATCH");
    assertThat(after(diff)).containsExactly("error, certain");
  }

  @Test
  void shouldCompareTheLastTwoRunsOfATarget() {
    // Given
    var branch = new Branch();
    assertThat(http.get(branch.tenant, "/diffs?target=hub/branch").statusCode()).isEqualTo(409);
    branch.healthy();
    var before = branch.healthy();
    branch.failed();
    var after = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");

    // When
    var diff = http.json(branch.tenant, "/diffs?target=hub/branch");

    // Then
    assertThat(diff.getString("from")).isEqualTo(before);
    assertThat(diff.getString("to")).isEqualTo(after);
  }

  @Test
  void shouldCompareTheLastRunWithTheBaseline() {
    // Given
    var branch = new Branch();
    var good = branch.healthy();
    branch.unhealthy("PeerReachability", "PEER_UNREACHABLE");
    var last = branch.unhealthy("Authentication", "AUTH_PSK_MISMATCH");
    var path = "/diffs?against=baseline&target=" + encoded(branch.target);
    assertThat(http.get(branch.tenant, path).statusCode()).isEqualTo(409);

    // When
    assertThat(pin(branch, good)).isEqualTo(204);

    // Then
    var diff = http.json(branch.tenant, path);
    assertThat(diff.getString("from")).isEqualTo(good);
    assertThat(diff.getString("to")).isEqualTo(last);
    assertThat(changes(diff)).containsExactly("APPEARED Authentication AUTH_PSK_MISMATCH");
  }

  @Test
  void shouldPinNoRunThatCannotBeCompared() {
    // Given
    var branch = new Branch();
    branch.healthy();
    var other = new Branch();

    // Then
    assertThat(pin(branch, branch.failed())).isEqualTo(409);
    assertThat(pin(branch, other.healthy())).isEqualTo(404);
    assertThat(pin(branch, "yesterday")).isEqualTo(404);
  }

  private int pin(Branch branch, String run) {
    var path = "/targets/" + encoded(branch.target) + "/baseline";
    var request =
        http.to(branch.tenant, path)
            .PUT(BodyPublishers.ofString(new JsonObject().put("run", run).encode()))
            .header("Content-Type", "application/json");
    return http.send(request.build()).statusCode();
  }

  @Test
  void shouldCompareNothingOfOtherTenants() {
    // Given
    var mine = new Branch();
    var run = mine.healthy();
    var theirs = new Branch();
    var foreign = theirs.healthy();

    // Then
    assertThat(comparison(mine, run, foreign)).isEqualTo(404);
    assertThat(comparison(mine, run, ids.next().toString())).isEqualTo(404);
    assertThat(comparison(mine, run, mine.failed())).isEqualTo(409);
    assertThat(comparison(mine, run, "yesterday")).isEqualTo(400);
    assertThat(http.get(mine.tenant, theirs.path()).statusCode()).isEqualTo(404);
  }

  private JsonObject diff(Branch branch, String from, String to) {
    return http.json(branch.tenant, "/diffs?from=" + from + "&to=" + to);
  }

  private JsonObject inKorean(Branch branch, String path) {
    var request = http.to(branch.tenant, path).header("Accept-Language", "ko").GET().build();
    return new JsonObject(http.send(request).body());
  }

  private int comparison(Branch branch, String from, String to) {
    return http.get(branch.tenant, "/diffs?from=" + from + "&to=" + to).statusCode();
  }

  private static List<String> idsOf(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }

  private static List<String> changes(JsonObject diff) {
    return diff.getJsonArray("changes").stream()
        .map(JsonObject.class::cast)
        .map(c -> c.getString("kind") + " " + c.getString("id") + " " + c.getString("cause"))
        .toList();
  }

  private static List<String> after(JsonObject diff) {
    return diff.getJsonArray("changes").stream()
        .map(change -> ((JsonObject) change).getString("after"))
        .toList();
  }

  /** A connection of a tenant of its own, and its past: an hour between two runs. */
  private final class Branch {
    final TestTenant tenant = http.admit(tenants.add("history"));
    final SubscriptionId subscription = tenants.subscription(tenant, "site", "simulated");
    final String target =
        tenants.connection(tenant, tenants.gateway(tenant, subscription, "hub"), "branch");
    final List<String> runs = new ArrayList<>();

    /** What the last diagnosed run found. */
    private Optional<String> last = Optional.empty();

    String path() {
      return "/targets/" + encoded(target) + "/history";
    }

    String healthy() {
      return found(run("SUCCEEDED", "Healthy", "NoFault", "HEALTHY", "ok"), "ok");
    }

    String unhealthy(String fault, String cause) {
      return found(run("SUCCEEDED", "UnHealthy", fault, cause, "error"), "error");
    }

    String failed() {
      return run("FAILED", null, null, null, null);
    }

    void follows(String from, String to, String cause) {
      Sql.update(
          database.migrate(),
          "UPDATE run SET previous_run_id = ?, changed = true WHERE run_id = ?",
          UUID.fromString(from),
          UUID.fromString(to));
      Sql.update(
          database.migrate(),
          """
          INSERT INTO diff (tenant_id, to_run, from_run, ordinal, kind, fault, cause)
          VALUES (?, ?, ?, 0, 'APPEARED', 'PeerReachability', ?)
          """,
          tenant.id().value(),
          UUID.fromString(to),
          UUID.fromString(from),
          cause);
    }

    void stands(String run, String state) {
      Sql.update(
          database.migrate(),
          "UPDATE diff SET after = ? WHERE to_run = ?",
          state,
          UUID.fromString(run));
    }

    private String run(String state, String code, String fault, String cause, String severity) {
      var at = MONDAY.plus(Duration.ofHours(runs.size()));
      var time = at.atOffset(ZoneOffset.UTC);
      var id = ids.at(at);
      var changed = code == null || last.isEmpty() ? null : !last.equals(Optional.of(fault));
      last = Optional.ofNullable(fault).or(() -> last);
      Sql.update(
          database.migrate(),
          """
          INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider, source,
                           requester, state, queued_at, finished_at, diagnosed_from, diagnosed_to,
                           code, fault, cause, severity, changed)
          VALUES (?, ?, ?, ?, 'hub/branch', 'connection', 'simulated', 'user',
                  'Tester', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          tenant.id().value(),
          id,
          subscription.value(),
          target,
          state,
          time,
          time,
          time,
          time,
          code,
          fault,
          cause,
          severity,
          changed);
      runs.add(id.toString());
      return id.toString();
    }

    private String found(String run, String severity) {
      Sql.update(
          database.migrate(),
          """
          INSERT INTO finding (tenant_id, run_id, ordinal, notice, fault, cause, severity, certainty, facts, proof)
          SELECT tenant_id, run_id, 0, false, fault, cause, ?, 'certain', '{}', '[]' FROM run
          WHERE run_id = ?
          """,
          severity,
          UUID.fromString(run));
      return run;
    }
  }
}
