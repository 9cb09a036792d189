package io.tunnelscope.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.runs.LaneModel.Held;
import io.tunnelscope.app.runs.LaneModel.LaneKey;
import io.tunnelscope.app.runs.LaneModel.LaneState;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Results;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions of V018 and V038 do what the model says that the simulator plays with. */
@BackendTest
class LaneModelIT {
  private static final int STEPS = 400;
  private static final int TENANTS = 2;
  private static final int LANES = 4;
  private static final long LONG_REST = 1_000_000;
  private static final int OWNERS = 2;

  private final TestDatabase database;
  private final LaneModel model = new LaneModel();
  private final List<Held> held = new ArrayList<>();

  private final LaneQueue lanes;
  private Connection connection;

  LaneModelIT(Db db, TestDatabase database) {
    this.database = database;
    this.lanes = new LaneQueue(db, Duration.ofSeconds(1));
  }

  @BeforeEach
  void open() throws SQLException {
    connection = Sql.open(database.superuser());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static UUID tenant(int id) {
    return new UUID(0x7000, id + 1L);
  }

  private static UUID lane(LaneKey key) {
    return new UUID(key.tenant() + 1L, key.lane() + 1L);
  }

  private static UUID owner(int id) {
    return new UUID(9, id);
  }

  private static UUID run(int id) {
    return new UUID(0x0199_0000_0000_7000L, id + 1L);
  }

  @Test
  void shouldDoTheSameAsTheModelCallByCall() {
    // Given: a tenant that may run two lanes at once, and one that may run all; a told seed
    long seed = 20_261_126;
    var chance = new Random(seed);
    for (int id = 0; id < TENANTS; id++) {
      model.tenant(id).limit = id == 0 ? 2 : LANES;
      makeTenant(id, model.tenant(id).limit);
    }

    for (int step = 0; step < STEPS; step++) {
      // When
      var did = something(chance);

      // Then
      assertThat(lanesInDatabase()).as("seed %d, step %d: %s", seed, step, did).isEqualTo(lanes());
      assertThat(sharesInDatabase())
          .as("seed %d, step %d: %s", seed, step, did)
          .isEqualTo(shares());
      for (int owner = 1; owner <= OWNERS; owner++) {
        assertThat(heldInDatabase(owner))
            .as("seed %d, step %d: %s", seed, step, did)
            .containsExactlyInAnyOrderElementsOf(held(owner));
      }
    }
  }

  private void makeTenant(int id, int limit) {
    update(
        "INSERT INTO tenant (tenant_id, slug, name, running_limit) VALUES (?, ?, 'T', ?)",
        tenant(id),
        "t" + id,
        limit);
    update("INSERT INTO tenant_share (tenant_id) VALUES (?)", tenant(id));
    for (int lane = 0; lane < LANES; lane++) {
      update(
          """
          INSERT INTO subscription (tenant_id, subscription_id, name, provider)
          VALUES (?, ?, ?, 'simulated')
          """,
          tenant(id),
          lane(new LaneKey(id, lane)),
          "s" + lane);
    }
  }

  private String something(Random chance) {
    return switch (chance.nextInt(12)) {
      case 0, 1, 2 ->
          add(new LaneKey(chance.nextInt(TENANTS), chance.nextInt(LANES)), chance.nextBoolean());
      case 3, 4 -> claim(1 + chance.nextInt(OWNERS), 1 + chance.nextInt(3));
      case 5, 6 -> held.isEmpty() ? "nothing" : settle(held.get(chance.nextInt(held.size())));
      case 7 ->
          held.isEmpty()
              ? "nothing"
              : release(held.get(chance.nextInt(held.size())), chance.nextInt(3));
      case 8 ->
          held.isEmpty()
              ? "nothing"
              : setAside(held.get(chance.nextInt(held.size())), chance.nextInt(3));
      case 9, 10 -> wake();
      default -> model.runs.isEmpty() ? "nothing" : cancel(chance.nextInt(model.runs.size()));
    };
  }

  private String add(LaneKey key, boolean scheduled) {
    var added = model.add(key, scheduled, 0);
    update(
        """
        INSERT INTO run (tenant_id, run_id, subscription_id, target, target_name, kind, provider,
                         source, requester, state, queued_at)
        VALUES (?, ?, ?, 't', 't', 'gateway', 'simulated', 'api', 'A', 'QUEUED', now())
        """,
        tenant(key.tenant()),
        run(added.id),
        lane(key));
    column(
        "SELECT app.queue_add(?, ARRAY[?]::uuid[], ARRAY[?]::uuid[], ?)",
        tenant(key.tenant()),
        lane(key),
        run(added.id),
        scheduled);
    return "add " + key + (scheduled ? " by schedule" : "");
  }

  private String claim(int owner, int want) {
    var expected = model.claim(owner, want, 0, LONG_REST);
    var taken =
        column(
            "SELECT run_id || ' ' || fence FROM app.queue_claim(?, ?, 1000)", owner(owner), want);
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(each -> run(each.run()) + " " + each.fence()).toList());
    held.addAll(expected);
    return "claim " + want + " by " + owner;
  }

  /** Held ones are never forgotten here: most of them are zombies soon. */
  private String settle(Held one) {
    boolean settled = model.settle(one, 0);
    assertThat(
            column(
                "SELECT app.queue_settle(ARRAY[?]::uuid[], ARRAY[?]::uuid[], ARRAY[?]::bigint[])",
                tenant(one.key().tenant()),
                lane(one.key()),
                one.fence()))
        .containsExactly(settled ? "1" : "0");
    return "settle " + one;
  }

  private String release(Held one, int kind) {
    // Not at all, over when somebody looks, or not over in this test.
    long rest = kind == 0 ? 0 : kind == 1 ? 1 : LONG_REST;
    boolean released = model.release(one, 0, rest);
    assertThat(
            column(
                "SELECT app.queue_release(?, ?, ?, ?)",
                tenant(one.key().tenant()),
                lane(one.key()),
                one.fence(),
                kind == 1 ? 0.000_001 : (double) rest))
        .containsExactly(String.valueOf(released).substring(0, 1));
    return "release " + one + " for " + rest;
  }

  private String setAside(Held one, int kind) {
    // Over when somebody looks, or not over in this test.
    long rest = kind < 2 ? 1 : LONG_REST;
    boolean setAside = model.setAside(one, 0, rest);
    assertThat(
            column(
                "SELECT app.queue_set_aside(?, ?, ?, ?)",
                tenant(one.key().tenant()),
                lane(one.key()),
                one.fence(),
                kind < 2 ? 0.000_001 : (double) rest))
        .containsExactly(String.valueOf(setAside).substring(0, 1));
    return "set aside " + one + " for " + rest;
  }

  private String wake() {
    model.wake(1);
    column("SELECT app.queue_wake(100)");
    return "wake";
  }

  private String cancel(int id) {
    var run = model.runs.get(id);
    if (!model.lanes.get(run.key).queued.contains(run)) {
      return "nothing";
    }
    model.cancel(id);
    column("SELECT app.queue_cancel(?, ?)", tenant(run.key.tenant()), run(id));
    return "cancel " + id;
  }

  private String lanes() {
    return model.lanes.values().stream()
        .map(
            lane ->
                String.join(
                    " ",
                    lane(lane.key).toString(),
                    lane.state.name(),
                    String.valueOf(lane.queued.size()),
                    String.valueOf(lane.people()),
                    String.valueOf(lane.resting()),
                    lane.state == LaneState.IDLE ? "-" : String.valueOf(lane.rank()),
                    String.valueOf(lane.fence),
                    lane.running == null ? "-" : run(lane.running.id).toString()))
        .collect(Collectors.joining("\n"));
  }

  private String lanesInDatabase() {
    return String.join(
        "\n",
        column(
            """
            SELECT concat_ws(' ', l.subscription_id, l.state, l.pending, l.people, l.resting,
                             CASE WHEN l.state = 'IDLE' THEN '-' ELSE l.rank::text END,
                             l.fence, coalesce(q.run_id::text, '-'))
              FROM lane l
              LEFT JOIN queued_run q ON q.tenant_id = l.tenant_id
                   AND q.subscription_id = l.subscription_id AND q.seq = l.running_seq
             ORDER BY l.tenant_id, l.subscription_id
            """));
  }

  private List<String> held(int owner) {
    return model.held(owner).stream()
        .map(each -> run(each.run()) + " " + lane(each.key()) + " " + each.fence())
        .toList();
  }

  private List<String> heldInDatabase(int owner) {
    return Results.of(lanes.held(owner(owner))).stream()
        .map(each -> each.run() + " " + each.subscription() + " " + each.fence())
        .toList();
  }

  private String shares() {
    return model.tenants.entrySet().stream()
        .map(
            entry ->
                String.join(
                    " ",
                    tenant(entry.getKey()).toString(),
                    String.valueOf(entry.getValue().active),
                    String.valueOf(entry.getValue().parked),
                    String.valueOf(entry.getValue().vtime),
                    String.valueOf(entry.getValue().vtimeScheduled),
                    String.valueOf(
                        model.lanes.values().stream()
                            .filter(lane -> lane.key.tenant() == entry.getKey())
                            .mapToInt(lane -> lane.queued.size())
                            .sum())))
        .collect(Collectors.joining("\n"));
  }

  private String sharesInDatabase() {
    return String.join(
        "\n",
        column(
            """
            SELECT concat_ws(' ', tenant_id, active, parked, vtime, vtime_scheduled, open_runs)
              FROM tenant_share ORDER BY tenant_id
            """));
  }

  private List<String> column(String sql, Object... values) {
    try {
      return Sql.column(connection, sql, values);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private void update(String sql, Object... values) {
    Sql.update(database.superuser(), sql, values);
  }
}
