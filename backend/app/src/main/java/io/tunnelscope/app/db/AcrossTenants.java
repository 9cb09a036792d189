package io.tunnelscope.app.db;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a store that cannot take a tenant first. Together they are the list of places
 * where the wall between tenants is kept by reading the code.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AcrossTenants {
  /** Why there is no tenant. */
  String value();
}
