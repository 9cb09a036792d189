package io.tunnelscope.app.testing;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.db.DbOptions;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a {@link BackendTest} what it asks for, made once a class when first asked for. */
final class BackendExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BackendExtension.class);

  private static final Map<Class<?>, Function<ExtensionContext, ?>> GIVEN =
      Map.of(
          Vertx.class, context -> vertx(context),
          Db.class, context -> db(context),
          TestDatabase.class, context -> database(context),
          EmptyDatabase.class,
              context -> new EmptyDatabase(TestPostgres.shared(context).emptyDatabase()),
          TestApp.class, context -> app(context),
          TestTenants.class, context -> tenants(context));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.get(parameter.getParameter().getType()).apply(context);
  }

  static TestDatabase database(ExtensionContext context) {
    return once(context, TestDatabase.class, () -> TestPostgres.shared(context).newDatabase());
  }

  private static Vertx vertx(ExtensionContext context) {
    return once(context, RunningVertx.class, RunningVertx::new).vertx();
  }

  private static Db db(ExtensionContext context) {
    TestDatabase database = database(context);
    Vertx vertx = vertx(context);
    return once(
            context,
            OpenDb.class,
            () -> new OpenDb(new Db(vertx, DbOptions.of(database.app(), database.system()))))
        .db();
  }

  private static TestApp app(ExtensionContext context) {
    TestDatabase database = database(context);
    Vertx vertx = vertx(context);
    return once(context, TestApp.class, () -> new TestApp(vertx, database));
  }

  private static TestTenants tenants(ExtensionContext context) {
    TestDatabase database = database(context);
    return once(context, TestTenants.class, () -> new TestTenants(database));
  }

  private static <T> T once(ExtensionContext context, Class<T> type, Supplier<T> make) {
    return ofClass(context).getStore(NAMESPACE).computeIfAbsent(type, key -> make.get(), type);
  }

  /** The outermost class, so that nested classes share its database. */
  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext at = context;
    while (at.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      at = at.getParent().orElseThrow();
    }
    return at;
  }

  private record RunningVertx(Vertx vertx) implements AutoCloseable {
    RunningVertx() {
      this(Vertx.vertx());
    }

    @Override
    public void close() {
      Results.of(vertx.close());
    }
  }

  private record OpenDb(Db db) implements AutoCloseable {
    @Override
    public void close() {
      Results.of(db.close());
    }
  }
}
