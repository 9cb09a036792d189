package io.tunnelscope.app;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.audit.AuditStore;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.bundles.BundleDelivery;
import io.tunnelscope.app.bundles.BundleRecordStore;
import io.tunnelscope.app.bundles.BundleRetention;
import io.tunnelscope.app.bundles.BundleStore;
import io.tunnelscope.app.bundles.StoredUploads;
import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.gateways.AccountStore;
import io.tunnelscope.app.gateways.AllowList;
import io.tunnelscope.app.gateways.AzureDesk;
import io.tunnelscope.app.gateways.CensusStore;
import io.tunnelscope.app.gateways.ConnectionStore;
import io.tunnelscope.app.gateways.GatewayDesk;
import io.tunnelscope.app.gateways.GatewayStore;
import io.tunnelscope.app.gateways.RemovalStore;
import io.tunnelscope.app.gateways.StorageStore;
import io.tunnelscope.app.gateways.StoredAccounts;
import io.tunnelscope.app.gateways.StoredGateways;
import io.tunnelscope.app.gateways.Subscription;
import io.tunnelscope.app.gateways.SubscriptionStore;
import io.tunnelscope.app.gateways.TagStore;
import io.tunnelscope.app.gateways.TargetStore;
import io.tunnelscope.app.gateways.Targets;
import io.tunnelscope.app.gateways.TwinStore;
import io.tunnelscope.app.history.BaselineStore;
import io.tunnelscope.app.history.Diffs;
import io.tunnelscope.app.history.HistoryStore;
import io.tunnelscope.app.history.TwinRuns;
import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.identity.Uuid7;
import io.tunnelscope.app.login.ApiTokens;
import io.tunnelscope.app.login.Sessions;
import io.tunnelscope.app.outbox.OutboxStore;
import io.tunnelscope.app.providers.EvidenceProvider;
import io.tunnelscope.app.providers.ProcessorWork;
import io.tunnelscope.app.providers.azure.AzureDiscovery;
import io.tunnelscope.app.providers.azure.AzureEvidence;
import io.tunnelscope.app.providers.azure.LogStorage;
import io.tunnelscope.app.providers.azure.ResourceManagers;
import io.tunnelscope.app.providers.simulated.SimulatedEvidence;
import io.tunnelscope.app.providers.uploaded.UploadedEvidence;
import io.tunnelscope.app.providers.vici.ViciDiscovery;
import io.tunnelscope.app.providers.vici.ViciEvidence;
import io.tunnelscope.app.runs.FindingStore;
import io.tunnelscope.app.runs.LaneQueue;
import io.tunnelscope.app.runs.RunQueue;
import io.tunnelscope.app.runs.RunRetention;
import io.tunnelscope.app.runs.RunSignals;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.runs.Runs;
import io.tunnelscope.app.runs.WorkStore;
import io.tunnelscope.app.runs.WorkerParts;
import io.tunnelscope.app.schedules.ScheduleStore;
import io.tunnelscope.app.schedules.Schedules;
import io.tunnelscope.app.schedules.Ticker;
import io.tunnelscope.app.secrets.DataKeyStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.secrets.Kms;
import io.tunnelscope.app.secrets.RedactionKeyStore;
import io.tunnelscope.app.secrets.Redactions;
import io.tunnelscope.app.settings.ViciSettings;
import io.tunnelscope.app.tenants.MembershipStore;
import io.tunnelscope.app.tenants.PersonStore;
import io.tunnelscope.app.tenants.TenantSettingsStore;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Everything that works on the database, put together once a process. No HTTP yet. */
public final class Services {
  /** Outlives two lost heartbeats of {@code WorkerOptions.of}. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  public final Vertx vertx;
  public final Clock clock;
  public final Db db;
  public final Blobs blobs;
  public final Egress egress;
  public final ResourceManagers resourceManagers;
  public final Uuid7 ids;
  public final SecureRandom random;
  public final AuditLog audit = new AuditLog();
  public final AuditStore auditStore;
  public final Envelope envelope;
  public final Redactions redactions;
  public final PersonStore people;
  public final MembershipStore members;
  public final TenantSettingsStore tenantSettings;
  public final Sessions sessions;
  public final ApiTokens tokens;
  public final SubscriptionStore subscriptions;
  public final GatewayStore gateways;
  public final ConnectionStore connections;
  public final AllowList allowed;
  public final GatewayDesk gatewayDesk;
  public final StoredAccounts azureAccounts;
  public final AzureDesk azureDesk;
  public final StoredGateways reachable;
  public final TargetStore targetStore;
  public final Targets targets;
  public final TwinStore twins;
  public final TagStore tags;
  public final RemovalStore removal;
  public final BundleStore bundles;
  public final BundleRecordStore bundleRecords;
  public final BundleDelivery delivery;
  public final BundleRetention retention;
  public final RunRetention runRetention;
  public final RunQueue queue = new RunQueue();
  public final LaneQueue lanes;
  public final OutboxStore outbox;
  public final RunSignals signals = new RunSignals();
  public final RunStore runStore;
  public final WorkStore workStore;
  public final Runs runs;
  public final ScheduleStore scheduleStore;
  public final Schedules schedules;
  public final HistoryStore history;
  public final BaselineStore baselines;
  public final Diffs diffs;
  public final Ticker ticker;

  /** With nobody who hears of the ends of runs. */
  public Services(
      Vertx vertx,
      Db db,
      Kms kms,
      Blobs blobs,
      BundleStore bundles,
      ViciSettings vici,
      EgressRules rules,
      Clock clock,
      SecureRandom random) {
    this(vertx, db, kms, blobs, bundles, vici, rules, clock, random, RunStore.Herald.NOBODY);
  }

  /**
   * @param kms that opens what is in the database; see {@link Envelope#check}
   * @param vici what this node may open
   * @param rules where this node may send HTTP
   * @param herald hears of the ends of runs
   */
  public Services(
      Vertx vertx,
      Db db,
      Kms kms,
      Blobs blobs,
      BundleStore bundles,
      ViciSettings vici,
      EgressRules rules,
      Clock clock,
      SecureRandom random,
      RunStore.Herald herald) {
    this.vertx = vertx;
    this.clock = clock;
    this.db = db;
    this.blobs = blobs;
    this.bundles = bundles;
    this.random = random;
    this.ids = new Uuid7(clock, random);
    this.auditStore = new AuditStore(db, audit);
    this.envelope = new Envelope(new DataKeyStore(db), kms, random);
    this.redactions = new Redactions(new RedactionKeyStore(db), envelope, random);
    this.people = new PersonStore(db, ids::next);
    this.members = new MembershipStore(db, audit);
    this.tenantSettings = new TenantSettingsStore(db, audit);
    this.sessions = new Sessions(db, clock, random);
    this.tokens = new ApiTokens(db, audit, clock, ids::next, random);
    this.subscriptions = new SubscriptionStore(db, ids, audit);
    this.gateways = new GatewayStore(db, ids, audit);
    this.connections = new ConnectionStore(db, ids, audit);
    this.targetStore = new TargetStore(db);
    this.targets = new Targets(targetStore);
    this.allowed = new AllowList(vertx, vici);
    this.gatewayDesk =
        new GatewayDesk(
            subscriptions,
            gateways,
            connections,
            targetStore,
            allowed,
            new ViciDiscovery(vertx),
            clock);
    this.egress = new Egress(vertx, rules);
    this.resourceManagers = new ResourceManagers(vertx, egress);
    this.azureAccounts =
        new StoredAccounts(
            new AccountStore(db, audit), new StorageStore(db, audit), envelope, rules);
    this.azureDesk =
        new AzureDesk(
            subscriptions,
            new AccountStore(db, audit),
            new StorageStore(db, audit),
            new CensusStore(db, ids, audit),
            azureAccounts,
            envelope,
            rules,
            new AzureDiscovery(resourceManagers),
            clock);
    this.reachable = new StoredGateways(gateways, connections, allowed, clock);
    this.twins = new TwinStore(db, audit);
    this.tags = new TagStore(db, audit);
    this.removal = new RemovalStore(db, audit);
    this.bundleRecords = new BundleRecordStore(db);
    this.retention = new BundleRetention(db, audit, bundles);
    this.runRetention = new RunRetention(db, audit, clock);
    this.delivery = new BundleDelivery(bundles, this::storageThatMayBeOpened, blobs);
    this.lanes = new LaneQueue(db, LEASE);
    this.outbox = new OutboxStore(db);
    this.runStore = new RunStore(db, queue, audit, herald);
    this.workStore = new WorkStore(db, queue, lanes, audit, bundleRecords, clock, herald);
    this.runs = new Runs(targets, subscriptions, runStore, bundleRecords, signals, ids, clock);
    this.scheduleStore = new ScheduleStore(db, audit);
    this.schedules = new Schedules(scheduleStore, targets, tenantSettings, ids::next, clock);
    this.history = new HistoryStore(db);
    this.baselines = new BaselineStore(db, audit);
    this.diffs = new Diffs(targets, runStore, new FindingStore(db), history, baselines);
    this.ticker = new Ticker(db, audit, targetStore, queue, runStore, runs);
  }

  /** A name that may be opened may have come to lead to a place that may not. */
  private Future<Optional<LogStorage>> storageThatMayBeOpened(
      TenantId tenant, SubscriptionId subscription) {
    return azureAccounts
        .storage(tenant, subscription)
        .compose(
            set ->
                set.isEmpty()
                    ? Future.succeededFuture(set)
                    : egress
                        .check(set.get().container())
                        .transform(
                            checked ->
                                Future.succeededFuture(set.filter(_ -> checked.succeeded()))));
  }

  /** What people may ask for in a chat. */
  public Actions actions() {
    return new Actions(
        new Actions.Parts(
            targetStore,
            runs,
            runStore,
            history,
            diffs,
            new TwinRuns(targets, runStore),
            schedules));
  }

  /** What a worker needs to work on all runs that there are. */
  public WorkerParts worker() {
    return worker(
        Map.of(
            "simulated",
            new SimulatedEvidence(vertx, clock),
            Subscription.UPLOADED,
            new UploadedEvidence(clock, new StoredUploads(vertx, bundles, bundleRecords)),
            Subscription.STRONGSWAN,
            new ViciEvidence(vertx, clock, ZoneId.systemDefault(), reachable),
            Subscription.AZURE,
            new AzureEvidence(vertx, clock, resourceManagers, azureAccounts, egress, blobs)));
  }

  /** The same, with other eyes. */
  public WorkerParts worker(Map<String, EvidenceProvider> providers) {
    return new WorkerParts(
        vertx,
        clock,
        lanes,
        workStore,
        signals,
        targetStore,
        bundles,
        redactions,
        delivery,
        providers,
        StandardRules.book(),
        ProcessorWork.on(vertx));
  }
}
