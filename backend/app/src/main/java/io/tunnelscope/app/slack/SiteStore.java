package io.tunnelscope.app.slack;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.core.language.Language;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;

/** Where the pages of tenants are, and which language they speak. */
final class SiteStore {
  /** What a tenant settled. */
  record Settled(Site site, Language language) {}

  private final Db db;
  private final Supplier<String> origin;

  /**
   * @param origin of our pages, known once we listen
   */
  SiteStore(Db db, Supplier<String> origin) {
    this.db = db;
    this.origin = origin;
  }

  Future<Settled> of(TenantId tenant) {
    return db.inTenant(
        tenant,
        c ->
            c.preparedQuery("SELECT slug, language FROM tenant WHERE tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.iterator().next())
                .map(
                    row ->
                        new Settled(
                            new Site(origin.get(), row.getString("slug")),
                            Language.parse(row.getString("language")).orElseThrow())));
  }
}
