package io.tunnelscope.app.http;

import io.vertx.core.http.HttpMethod;

/**
 * One row of the route table.
 *
 * @param path whole, with parameters written {@code :name}
 */
public record Route(HttpMethod method, String path, Access access) {
  /** The path as OpenAPI writes it: {@code /runs/{id}}. */
  public String template() {
    return path.replaceAll(":([A-Za-z]+)", "{$1}");
  }
}
