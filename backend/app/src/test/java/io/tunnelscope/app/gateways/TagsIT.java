package io.tunnelscope.app.gateways;

import static io.tunnelscope.app.testing.HttpDoor.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What people say of a target: set as a whole, shown, asked for, kept when it is found again. */
@BackendTest
class TagsIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;

  TagsIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @Test
  void shouldPutTheNewTagsInThePlaceOfAllAndTellBothInTheAudit() {
    // Given
    var tenant = tenants.add("tags");
    var gateway = gateway(tenant, "seoul");
    put(tenant, gateway, "{\"tags\":{\"site\":\"seoul\",\"old\":\"x\"}}");

    // When
    var reply = put(tenant, gateway, "{\"tags\":{\"site\":\"busan\",\"critical\":\"\"}}");

    // Then
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("tags")).hasToString("{\"critical\":\"\",\"site\":\"busan\"}");
    assertThat(shown(tenant, gateway)).isEqualTo(reply.json().path("tags").toString());
    assertThat(details(tenant))
        .last()
        .asString()
        .isEqualTo(
            "{\"after\": {\"site\": \"busan\", \"critical\": \"\"}, \"before\": {\"old\": \"x\", \"site\": \"seoul\"}}");
  }

  @Test
  void shouldFindTargetsByKeyAndByValue() {
    // Given
    var tenant = tenants.add("tags");
    var seoul = gateway(tenant, "seoul");
    var branch = tenants.connection(tenant, seoul, "branch");
    var tokyo = gateway(tenant, "tokyo");
    put(tenant, seoul, "{\"tags\":{\"site\":\"a:b\"}}");
    put(tenant, branch, "{\"tags\":{\"site\":\"\",\"owner\":\"net\"}}");
    put(tenant, tokyo, "{\"tags\":{\"Site\":\"a:b\"}}");

    // Then
    assertThat(found(tenant, "site")).containsExactly("seoul", "seoul/branch");
    assertThat(found(tenant, "site:a:b")).containsExactly("seoul");
    assertThat(found(tenant, "site:")).containsExactly("seoul/branch");
    assertThat(found(tenant, "owner:net")).containsExactly("seoul/branch");
    assertThat(found(tenant, "owner:NET")).isEmpty();
    assertThat(app.as(tenant, Role.VIEWER).get("/targets?tag=" + encoded(":x")).status())
        .isEqualTo(400);
  }

  @Test
  void shouldSayOfEachTagWhatIsWrongWithIt() {
    // Given
    var tenant = tenants.add("tags");
    var gateway = gateway(tenant, "seoul");
    var many = new StringBuilder("{\"tags\":{");
    for (int n = 0; n <= 20; n++) {
      many.append(n == 0 ? "" : ",").append("\"k").append(n).append("\":\"v\"");
    }

    // Then
    assertThat(
            fields(put(tenant, gateway, "{\"tags\":{\"a:b\":\"x\",\" c\":\"x\",\"d\":\"\\n\"}}")))
        .containsExactlyInAnyOrder("tags.a:b", "tags. c", "tags.d");
    assertThat(fields(put(tenant, gateway, "{\"tags\":{\"" + "k".repeat(65) + "\":\"x\"}}")))
        .containsExactly("tags." + "k".repeat(64));
    assertThat(fields(put(tenant, gateway, "{\"tags\":{\"k\":\"" + "v".repeat(257) + "\"}}")))
        .containsExactly("tags.k");
    assertThat(fields(put(tenant, gateway, "{\"tags\":{\"k\":1}}"))).containsExactly("tags");
    assertThat(fields(put(tenant, gateway, many + "}}"))).containsExactly("tags");
    assertThat(fields(put(tenant, gateway, "{}"))).containsExactly("tags");
    assertThat(shown(tenant, gateway)).isEqualTo("{}");
  }

  @Test
  void shouldKeepTagsWhenAGatewayIsAskedAgain() {
    // Given
    var tenant = tenants.add("tags");
    var admin = app.as(tenant, Role.ADMIN);
    var subscription = tenants.subscription(tenant, "strongSwan", "strongswan");
    var added =
        admin.post(
            "/subscriptions/" + subscription + "/targets",
            "{\"gateway\":\"first\",\"address\":\"" + TestApp.VICI + "\"}");
    var gateway = added.json().at("/items/0/id").asText();
    put(tenant, gateway, "{\"tags\":{\"site\":\"seoul\"}}");

    // When
    admin.post("/subscriptions/" + subscription + "/targets/discover", "{}");

    // Then
    assertThat(shown(tenant, gateway)).isEqualTo("{\"site\":\"seoul\"}");
  }

  @Test
  void shouldWriteNothingWhenTheTagsAreTheSame() {
    // Given
    var tenant = tenants.add("tags");
    var gateway = gateway(tenant, "seoul");
    put(tenant, gateway, "{\"tags\":{\"site\":\"seoul\"}}");

    // When
    put(tenant, gateway, "{\"tags\":{\"site\":\"seoul\"}}");

    // Then
    assertThat(details(tenant)).hasSize(1);
  }

  private String gateway(TestTenant tenant, String name) {
    return tenants.gateway(tenant, tenants.subscription(tenant, "of " + name, "simulated"), name);
  }

  private TestApp.Reply put(TestTenant tenant, String target, String body) {
    return app.as(tenant, Role.OPERATOR)
        .call(
            "/targets/" + encoded(target) + "/tags",
            HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)));
  }

  private String shown(TestTenant tenant, String target) {
    var reply = app.as(tenant, Role.VIEWER).get("/targets/" + encoded(target));
    return reply.json().path("tags").toString();
  }

  private List<String> found(TestTenant tenant, String tag) {
    var reply = app.as(tenant, Role.VIEWER).get("/targets?tag=" + encoded(tag));
    return texts(reply, "items", "name");
  }

  private static List<String> fields(TestApp.Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return texts(reply, "errors", "field");
  }

  private static List<String> texts(TestApp.Reply reply, String list, String member) {
    return StreamSupport.stream(reply.json().path(list).spliterator(), false)
        .map(item -> item.path(member).asText())
        .toList();
  }

  private List<String> details(TestTenant tenant) {
    return Sql.column(
        database.migrate(),
        "SELECT details::text FROM audit WHERE tenant_id = ? AND action = 'target.tag' ORDER BY seq",
        tenant.id().value());
  }
}
