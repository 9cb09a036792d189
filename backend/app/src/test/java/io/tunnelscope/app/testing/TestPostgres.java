package io.tunnelscope.app.testing;

import io.tunnelscope.app.db.EmbeddedPostgres;
import io.tunnelscope.app.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The one Postgres of this JVM; fast instead of durable, and gone with the last test. */
final class TestPostgres implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path folder;
  private final EmbeddedPostgres server;

  private TestPostgres() {
    try {
      this.folder = Files.createTempDirectory("tunnelscope-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = EmbeddedPostgres.start(folder.resolve("postgres"));
    Sql.run(
        server.superuser(),
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET synchronous_commit = off",
        "ALTER SYSTEM SET full_page_writes = off",
        "SELECT pg_reload_conf()");
    // Copied for every test class. A connection to it would stand in the way of a copy.
    Migrations.run(server.migrate(), true);
  }

  static TestPostgres shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .computeIfAbsent(TestPostgres.class, key -> new TestPostgres(), TestPostgres.class);
  }

  /** A migrated database without rows. */
  TestDatabase newDatabase() {
    String template = server.superuser().database();
    return copy("test_" + DATABASES.incrementAndGet(), template);
  }

  /** A database in which no migration has run. */
  TestDatabase emptyDatabase() {
    return copy("empty_" + DATABASES.incrementAndGet(), "template0");
  }

  private TestDatabase copy(String name, String template) {
    Sql.run(
        server.superuser().database("postgres"),
        "CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
    server.makeRoles(server.superuser().database(name));
    return new TestDatabase(
        server.superuser().database(name),
        server.migrate().database(name),
        server.app().database(name),
        server.system().database(name));
  }

  @Override
  public void close() {
    server.close();
    Folders.delete(folder);
  }
}
