package io.tunnelscope.app.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.identity.PersonId;
import io.tunnelscope.app.identity.Role;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestApp;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenant;
import io.tunnelscope.app.testing.TestTenants;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What admins do with the members of their tenant. */
@BackendTest
class MembersIT {
  private final TestApp app;
  private final TestDatabase database;
  private final TestTenants tenants;
  private TestTenant mine;
  private TestApp.Caller admin;

  MembersIT(TestApp app, TestDatabase database, TestTenants tenants) {
    this.app = app;
    this.database = database;
    this.tenants = tenants;
  }

  @BeforeEach
  void add() {
    mine = tenants.add("mine");
    admin = app.as(mine, Role.ADMIN);
  }

  @Test
  void shouldGiveAMemberAnotherRoleAndNoteBoth() {
    // Given
    var viewer = tenants.member(mine, Role.VIEWER);

    // When
    var answer = patch(viewer, "{\"role\":\"operator\"}");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("role").asText()).isEqualTo("operator");
    var entry = admin.get("/audit?action=member.change").json().at("/items/0");
    assertThat(entry.path("object").asText()).isEqualTo(viewer.toString());
    assertThat(entry.at("/details/before/role").asText()).isEqualTo("viewer");
    assertThat(entry.at("/details/after/role").asText()).isEqualTo("operator");
  }

  @Test
  void shouldKeepADeactivatedMemberInTheListAndLetThemBack() {
    // Given
    var viewer = tenants.member(mine, Role.VIEWER);

    // When
    patch(viewer, "{\"active\":false}");

    // Then
    assertThat(admin.get("/members").json().at("/items/0/active").asBoolean()).isFalse();
    assertThat(patch(viewer, "{\"active\":true}").json().path("active").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"role\":\"viewer\"}", "{\"active\":false}", "remove"})
  void shouldNotLoseTheLastAdmin(String deed) {
    // Given
    var last = tenants.member(mine, Role.ADMIN);
    var former = tenants.member(mine, Role.ADMIN);
    patch(former, "{\"active\":false}");

    // When
    var answer = deed.equals("remove") ? admin.delete("/members/" + last) : patch(last, deed);

    // Then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text()).contains("last active admin");
  }

  @Test
  void shouldLeaveOneAdminWhenTwoDemoteEachOtherAtOnce() {
    for (int n = 0; n < 10; n++) {
      // Given
      var contested = tenants.add("contested");
      var judge = app.as(contested, Role.ADMIN);
      var one = tenants.member(contested, Role.ADMIN);
      var two = tenants.member(contested, Role.ADMIN);

      // When
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> demote(judge, one), threads),
                CompletableFuture.runAsync(() -> demote(judge, two), threads))
            .join();
      }

      // Then
      assertThat(
              Sql.column(
                  database.migrate(),
                  "SELECT role FROM membership WHERE tenant_id = ? ORDER BY role",
                  contested.id().value()))
          .containsExactly("admin", "viewer");
    }
  }

  private static void demote(TestApp.Caller judge, PersonId member) {
    judge.call(
        "/members/" + member,
        HttpRequest.newBuilder().method("PATCH", BodyPublishers.ofString("{\"role\":\"viewer\"}")));
  }

  @Test
  void shouldSayEverythingThatIsWrong() {
    // Given
    var viewer = tenants.member(mine, Role.VIEWER);

    // When
    var answer = patch(viewer, "{\"role\":\"king\",\"active\":\"yes\",\"colour\":1}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asText())
        .containsExactlyInAnyOrder("role", "active", "colour");
  }

  @Test
  void shouldKeepTheMappingsInTheOrderOfTheAdmin() {
    // When
    var body =
        "{\"items\":[{\"value\":\"ops\",\"role\":\"operator\"},{\"value\":\"all\",\"role\":\"viewer\"}]}";
    var answer = put("/role-mappings", body);

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(admin.get("/role-mappings").json().toString()).isEqualTo(body);
    assertThat(admin.get("/audit?action=role-mapping.set").text()).contains("ops", "operator");
  }

  @Test
  void shouldSayWhichMappingIsWrong() {
    // When
    var answer =
        put(
            "/role-mappings",
            "{\"items\":[{\"value\":\"a\",\"role\":\"king\"},{\"role\":\"viewer\",\"x\":1},7]}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asText())
        .containsExactlyInAnyOrder("items[0].role", "items[1].value", "items[1].x", "items[2]");
  }

  private TestApp.Reply patch(PersonId member, String body) {
    return admin.call(
        "/members/" + member,
        HttpRequest.newBuilder().method("PATCH", BodyPublishers.ofString(body)));
  }

  private TestApp.Reply put(String path, String body) {
    return admin.call(path, HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)));
  }
}
