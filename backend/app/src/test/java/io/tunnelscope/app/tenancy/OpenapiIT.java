package io.tunnelscope.app.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.TestApp;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The published description of the API against the routes that are really there. */
@BackendTest
class OpenapiIT {
  private static final Pattern PATH = Pattern.compile("^ {2}(/[^ :]*):$");
  private static final Pattern METHOD = Pattern.compile("^ {4}(get|post|put|patch|delete):$");

  @Test
  void shouldDescribeEveryRouteAndNoOther(TestApp app) {
    // When
    var yaml = app.send("/openapi.yaml", HttpRequest.newBuilder().GET());
    var mounted = new TreeSet<String>();
    for (var route : app.application().routes().table()) {
      mounted.add(route.method() + " " + route.template());
    }

    // Then
    assertThat(yaml.header("content-type")).hasValue("application/yaml");
    assertThat(new TreeSet<>(described(yaml.text()))).isEqualTo(mounted);
  }

  private static List<String> described(String yaml) {
    var found = new ArrayList<String>();
    var path = "";
    for (var line : yaml.lines().toList()) {
      var pathMatch = PATH.matcher(line);
      var methodMatch = METHOD.matcher(line);
      if (pathMatch.matches()) {
        path = pathMatch.group(1);
      } else if (methodMatch.matches()) {
        found.add(methodMatch.group(1).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return found;
  }
}
