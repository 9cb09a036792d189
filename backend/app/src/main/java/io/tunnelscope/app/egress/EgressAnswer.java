package io.tunnelscope.app.egress;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What came back, whatever its status. A redirect is an answer like any other. */
public record EgressAnswer(int status, MultiMap headers, Buffer body) {
  public EgressAnswer {
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
