package io.tunnelscope.app.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test against a real Postgres: one server a JVM, one migrated database a test class. Methods and
 * constructors may ask for a {@link io.vertx.core.Vertx}, a {@link io.tunnelscope.app.db.Db}, a
 * {@link TestDatabase}, {@link TestTenants} and a running {@link TestApp}; all live as long as the
 * class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BackendExtension.class)
@Timeout(60)
public @interface BackendTest {}
