package io.tunnelscope.app.gateways;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.Plans;
import io.tunnelscope.app.db.Rows;
import io.tunnelscope.app.identity.RunId;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Connection;
import io.tunnelscope.core.network.ConnectionKind;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.GatewayKind;
import io.tunnelscope.core.network.Target;
import io.tunnelscope.core.network.VpnType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gateways and connections of a tenant, as one list of what can be asked for. */
public final class TargetStore {

  /** Names that are looked at for a did-you-mean: enough for a person's typing error. */
  private static final int NAMES_COMPARED = 5_000;

  /** Gateways and their connections under the same names; a connection sorts behind its gateway. */
  private static final String TARGETS =
      """
      WITH target AS (
        SELECT g.arm_id, g.arm_key, g.name, lower(g.name) AS sort_name, 'gateway' AS target_kind,
               NULL::text AS connection_kind, NULL::text AS own_name, g.arm_id AS gateway_arm_id, lower(g.name) AS gateway_key,
               g.kind, g.vpn_type, g.location, g.subscription_id, g.gateway_id AS target_id
        FROM gateway g
        WHERE g.tenant_id = $1
        UNION ALL
        SELECT k.arm_id, k.arm_key, g.name || '/' || k.name, lower(g.name || '/' || k.name), 'connection',
               k.kind, k.name, g.arm_id, lower(g.name),
               g.kind, g.vpn_type, coalesce(k.location, g.location), g.subscription_id, k.connection_id
        FROM connection k
        JOIN gateway g ON g.tenant_id = k.tenant_id AND g.gateway_id = k.gateway_id
        WHERE k.tenant_id = $1
      )
      """;

  private static final String LISTED =
      """
      SELECT t.*, s.name AS subscription_name, s.provider
      FROM target t
      JOIN subscription s ON s.tenant_id = $1 AND s.subscription_id = t.subscription_id
      """;

  /**
   * The last run that said something, the one that is open, the twin and the tags of each target t.
   */
  private static final String WITH_RUNS =
      """
      , open_run AS (
        SELECT DISTINCT ON (target_key) target_key, run_id, state
        FROM run
        WHERE tenant_id = $1 AND state IN ('QUEUED', 'RUNNING')
        ORDER BY target_key, state DESC, run_id
      )
      SELECT t.*, s.name AS subscription_name, s.provider,
             last_run.run_id AS last_id, last_run.state AS last_state, last_run.code, last_run.fault,
             last_run.severity, last_run.finished_at,
             open_run.run_id AS open_id, open_run.state AS open_state,
             twin.arm_id AS twin_arm_id, twin.name AS twin_name,
             (SELECT run_id FROM target_baseline WHERE tenant_id = $1 AND target_key = t.arm_key) AS baseline_id,
             (SELECT jsonb_object_agg(tag.key, tag.value)
              FROM (SELECT key, value FROM gateway_tag WHERE tenant_id = $1 AND gateway_id = t.target_id
                    UNION ALL
                    SELECT key, value FROM connection_tag
                    WHERE tenant_id = $1 AND connection_id = t.target_id) tag) AS tags
      FROM target t
      JOIN subscription s ON s.tenant_id = $1 AND s.subscription_id = t.subscription_id
      LEFT JOIN open_run ON open_run.target_key = t.arm_key
      LEFT JOIN target_last_run last_run ON last_run.tenant_id = $1 AND last_run.target_key = t.arm_key
      LEFT JOIN LATERAL (
        SELECT other.arm_id, g.name || '/' || other.name AS name
        FROM connection half
        JOIN connection other ON other.tenant_id = $1 AND other.connection_id = half.twin_id
                             AND other.twin_id = half.connection_id AND other.gateway_id <> half.gateway_id
        JOIN gateway g ON g.tenant_id = $1 AND g.gateway_id = other.gateway_id
        WHERE half.tenant_id = $1 AND half.arm_key = t.arm_key
        LIMIT 1 -- there is no other; so each is looked up by its key, whatever the plan expects
      ) twin ON true
      """;

  /** The same of the targets of a page alone, so that the runs of no others are looked at. */
  private static final String PAGE_WITH_RUNS = WITH_RUNS.replace("FROM target t", "FROM page t");

  private static final String LISTED_ONES =
      """
      ($2::text IS NULL OR strpos(t.sort_name, lower($2)) > 0 OR strpos(t.arm_key, lower($2)) > 0)
      AND ($3::text IS NULL OR t.gateway_key = lower($3))
      AND ($5::text IS NULL OR (t.sort_name, t.arm_key) > (lower($5), lower($6)))
      AND ($7::text IS NULL OR t.target_id IN (
        SELECT gateway_id FROM gateway_tag
        WHERE tenant_id = $1 AND key = $7 AND ($8::text IS NULL OR value = $8)
        UNION ALL
        SELECT connection_id FROM connection_tag
        WHERE tenant_id = $1 AND key = $7 AND ($8::text IS NULL OR value = $8)))
      """;

  private static final String IN_ORDER = " ORDER BY t.sort_name, t.arm_key";

  private final Db db;

  public TargetStore(Db db) {
    this.db = db;
  }

  /** Where a page of the list ended; any case. */
  public record Place(String name, String armId) {
    public static Place of(KnownTarget target) {
      return new Place(target.name(), target.id().value());
    }
  }

  public Future<Optional<KnownTarget>> find(TenantId tenant, ArmId id) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(TARGETS + LISTED + " WHERE t.arm_key = lower($2)")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> Rows.atMostOne(rows, TargetStore::toKnown)));
  }

  public Future<Optional<TargetState>> state(TenantId tenant, ArmId id) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(TARGETS + WITH_RUNS + " WHERE t.arm_key = lower($2)")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> Rows.atMostOne(rows, TargetStore::toState)));
  }

  /**
   * The targets of that name or resource id, any case. More than one when subscriptions use the
   * same name; at most a hundred are returned.
   */
  public Future<List<KnownTarget>> named(TenantId tenant, String nameOrArmId) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    TARGETS
                        + LISTED
                        + " WHERE t.sort_name = lower($2) OR t.arm_key = lower($2)"
                        + " ORDER BY t.arm_key LIMIT 100")
                .execute(Tuple.of(tenant.value(), nameOrArmId))
                .map(rows -> Rows.all(rows, TargetStore::toKnown)));
  }

  /**
   * The targets whose names fit, any case, in order of their names.
   *
   * @param pattern a name in which each asterisk stands for any letters, none too; anything else
   *     stands for itself
   */
  public Future<List<KnownTarget>> fitting(
      TenantId tenant, String pattern, Optional<Place> after, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    TARGETS
                        + LISTED
                        + """
                        WHERE t.sort_name LIKE lower($2)
                          AND ($3::text IS NULL OR (t.sort_name, t.arm_key) > (lower($3), lower($4)))
                        """
                        + IN_ORDER
                        + " LIMIT $5")
                .execute(
                    Tuple.of(
                        tenant.value(),
                        like(pattern),
                        after.map(Place::name).orElse(null),
                        after.map(Place::armId).orElse(null),
                        limit))
                .map(rows -> Rows.all(rows, TargetStore::toKnown)));
  }

  /**
   * The targets that a schedule may pick, in order of their names: those behind a place, up to
   * another one and with it.
   *
   * @param filter its text and fault are left out of account
   */
  public Future<List<KnownTarget>> between(
      TenantId tenant,
      TargetFilter filter,
      Optional<Place> after,
      Optional<Place> upTo,
      int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    TARGETS
                        + LISTED
                        + """
                        WHERE ($2::text IS NULL OR t.gateway_key = lower($2))
                          AND ($3::text IS NULL OR t.target_id IN (
                            SELECT gateway_id FROM gateway_tag
                            WHERE tenant_id = $1 AND key = $3 AND ($4::text IS NULL OR value = $4)
                            UNION ALL
                            SELECT connection_id FROM connection_tag
                            WHERE tenant_id = $1 AND key = $3 AND ($4::text IS NULL OR value = $4)))
                          AND ($5::text IS NULL OR (t.sort_name, t.arm_key) > (lower($5), lower($6)))
                          AND ($7::text IS NULL OR (t.sort_name, t.arm_key) <= (lower($7), lower($8)))
                        """
                        + IN_ORDER
                        + " LIMIT $9")
                .execute(
                    Tuple.tuple()
                        .addUUID(tenant.value())
                        .addString(filter.gateway().orElse(null))
                        .addString(filter.tag().map(TagFilter::key).orElse(null))
                        .addString(filter.tag().flatMap(TagFilter::value).orElse(null))
                        .addString(after.map(Place::name).orElse(null))
                        .addString(after.map(Place::armId).orElse(null))
                        .addString(upTo.map(Place::name).orElse(null))
                        .addString(upTo.map(Place::armId).orElse(null))
                        .addInteger(limit))
                .map(rows -> Rows.all(rows, TargetStore::toKnown)));
  }

  /** A name with asterisks as {@code LIKE} wants it. */
  public static String like(String pattern) {
    return pattern
        .replace("\\", "\\\\")
        .replace("%", "\\%")
        .replace("_", "\\_")
        .replaceAll("\\*+", "%");
  }

  /** Names of the tenant's own targets that look like this one, the likeliest first. */
  public Future<List<String>> similar(TenantId tenant, String name) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(TARGETS + "SELECT name FROM target t ORDER BY t.sort_name LIMIT $2")
                .execute(Tuple.of(tenant.value(), NAMES_COMPARED))
                .map(rows -> Rows.all(rows, row -> row.getString("name")))
                .map(names -> new DidYouMean(names).nearest(name)));
  }

  /** A gateway, then its connections; none when the tenant has no such gateway. */
  public Future<List<TargetState>> ofGateway(TenantId tenant, ArmId gateway, int limit) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    TARGETS
                        + WITH_RUNS
                        + """
                        WHERE lower(t.gateway_arm_id) = lower($2)
                        ORDER BY t.sort_name, t.arm_key
                        LIMIT $3
                        """)
                .execute(Tuple.of(tenant.value(), gateway.value(), limit))
                .map(rows -> Rows.all(rows, TargetStore::toState)));
  }

  /** In order of their names; a gateway stands before its connections. */
  public Future<List<TargetState>> list(
      TenantId tenant, TargetFilter filter, Optional<Place> after, int limit) {
    return db.inTenant(
        tenant,
        c ->
            Plans.once(
                    c,
                    () ->
                        c.preparedQuery(
                                TARGETS
                                    + (filter.fault().isPresent()
                                        ? WITH_RUNS
                                            + " WHERE last_run.fault = $4 AND "
                                            + LISTED_ONES
                                        : ", page AS MATERIALIZED (SELECT * FROM target t WHERE"
                                            + " $4::text IS NULL AND "
                                            + LISTED_ONES
                                            + IN_ORDER
                                            + " LIMIT $9)"
                                            + PAGE_WITH_RUNS)
                                    + IN_ORDER
                                    + " LIMIT $9")
                            .execute(
                                Tuple.tuple()
                                    .addUUID(tenant.value())
                                    .addString(filter.text().orElse(null))
                                    .addString(filter.gateway().orElse(null))
                                    .addString(filter.fault().map(Fault::wireId).orElse(null))
                                    .addString(after.map(Place::name).orElse(null))
                                    .addString(after.map(Place::armId).orElse(null))
                                    .addString(filter.tag().map(TagFilter::key).orElse(null))
                                    .addString(filter.tag().flatMap(TagFilter::value).orElse(null))
                                    .addInteger(limit)))
                .map(rows -> Rows.all(rows, TargetStore::toState)));
  }

  /** How many targets hold that text in their name or resource id, any case; without it all. */
  public Future<Integer> count(TenantId tenant, Optional<String> text) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery(
                    TARGETS
                        + """
                        SELECT count(*)::int AS there FROM target t
                        WHERE $2::text IS NULL
                           OR strpos(t.sort_name, lower($2)) > 0 OR strpos(t.arm_key, lower($2)) > 0
                        """)
                .execute(Tuple.of(tenant.value(), text.orElse(null)))
                .map(rows -> rows.iterator().next().getInteger("there")));
  }

  private static TargetState toState(Row row) {
    return new TargetState(
        toKnown(row),
        lastRun(row),
        openRun(row),
        twin(row),
        Optional.ofNullable(row.getUUID("baseline_id")).map(RunId::new),
        tags(row));
  }

  private static Optional<TargetState.LastRun> lastRun(Row row) {
    return Optional.ofNullable(row.getUUID("last_id"))
        .map(
            id ->
                new TargetState.LastRun(
                    new RunId(id),
                    row.getString("last_state"),
                    Optional.ofNullable(row.getString("code")),
                    Optional.ofNullable(row.getString("fault")),
                    Optional.ofNullable(row.getString("severity")),
                    row.getOffsetDateTime("finished_at").toInstant()));
  }

  private static Optional<TargetState.OpenRun> openRun(Row row) {
    UUID id = row.getUUID("open_id");
    return id == null
        ? Optional.empty()
        : Optional.of(new TargetState.OpenRun(new RunId(id), row.getString("open_state")));
  }

  private static Optional<TargetState.Twin> twin(Row row) {
    return Optional.ofNullable(row.getString("twin_arm_id"))
        .map(id -> new TargetState.Twin(new ArmId(id), row.getString("twin_name")));
  }

  private static Tags tags(Row row) {
    var tags = row.getJsonObject("tags"); // null without any
    return Tags.of(tags == null ? Map.of() : tags.getMap());
  }

  private static KnownTarget toKnown(Row row) {
    return new KnownTarget(
        toTarget(row),
        new SubscriptionId(row.getUUID("subscription_id")),
        row.getString("subscription_name"),
        row.getString("provider"),
        row.getString("location"));
  }

  private static Target toTarget(Row row) {
    var gateway =
        new Gateway(
            new ArmId(row.getString("gateway_arm_id")),
            GatewayKind.parse(row.getString("kind")).orElseThrow(),
            Optional.ofNullable(row.getString("vpn_type")).flatMap(VpnType::parse));
    return Optional.ofNullable(row.getString("connection_kind"))
        .<Target>map(
            kind ->
                new Connection(
                    new ArmId(row.getString("arm_id")),
                    gateway,
                    row.getString("own_name"),
                    ConnectionKind.parse(kind).orElseThrow()))
        .orElse(gateway);
  }
}
