package io.tunnelscope.app.runs;

import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.providers.azure.AzureAccount;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.providers.azure.AzureEvidence;
import io.tunnelscope.app.providers.azure.ResourceManagers;
import io.tunnelscope.app.settings.DatabaseUrl;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.testing.FakeAzure;
import io.tunnelscope.core.diagnosis.rules.StandardRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program of its own for {@link AzureKillIT}: a node that works on the runs of a database and
 * asks an Azure that is not real. It is killed, never stopped.
 */
final class AzureNode {
  /** So short that nobody waits long for the runs of a dead node. */
  static final Duration LEASE = Duration.ofSeconds(2);

  private AzureNode() {}

  /**
   * @param arguments host:port of Azure and a folder; the environment has APP_DATABASE and
   *     SYSTEM_DATABASE
   */
  public static void main(String[] arguments) {
    var vertx = Vertx.vertx();
    var db =
        new Db(
            vertx,
            DbOptions.of(
                DatabaseUrl.parse(System.getenv("APP_DATABASE")),
                DatabaseUrl.parse(System.getenv("SYSTEM_DATABASE"))));
    work(vertx, db, arguments[0], Path.of(arguments[1]));
    System.out.println("working");
  }

  /** A node in this process. */
  static World work(Vertx vertx, Db db, String azure, Path folder) {
    var world = new World(vertx, db, folder, LEASE);
    var egress = new Egress(vertx, EgressRules.of(List.of(azure)));
    var account = Optional.of(account(azure));
    var provider =
        new AzureEvidence(
            vertx,
            Clock.systemUTC(),
            new ResourceManagers(vertx, egress),
            (_, _) -> Future.succeededFuture(account),
            egress,
            new Blobs(vertx));
    var quick = world.quick(1);
    world.worker(
        "azure",
        provider,
        StandardRules.book(),
        new WorkerOptions(
            quick.owner(),
            1,
            quick.poll(),
            quick.heartbeat(),
            LEASE,
            Duration.ofMinutes(5),
            quick.retryAfter()));
    return world;
  }

  private static AzureAccount account(String azure) {
    var origin = URI.create("http://" + azure);
    return new AzureAccount(
        new AzureEndpoints(origin, origin),
        FakeAzure.DIRECTORY,
        "app-1",
        new Secret("s3cret-of-app-1"),
        FakeAzure.SUBSCRIPTION,
        Optional.of(FakeAzure.storage(URI.create("https://st1.blob.core.windows.net/cn1"))));
  }
}
