package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Keycloak;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in by a real Keycloak; runs with {@code -Dkeycloak=true}. */
@Tag("keycloak")
@BackendTest
class KeycloakIT {
  @Test
  void shouldSignSomebodyInByTheirGroupAndOutAgain(
      Vertx vertx, Db db, TestDatabase database, TestTenants tenants) throws Exception {
    // Given
    var publicUrl = URI.create("https://tunnelscope.example");
    var home = Path.of(System.getProperty("tunnelscope.keycloak"));
    try (var keycloak = Keycloak.start(home);
        var door = LoginDoor.behind(publicUrl, vertx, db, keycloak.settings())) {
      var mine = tenants.add("mine");
      Sql.update(
          database.migrate(),
          "INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES (?, 1, ?, 'operator')",
          mine.id().value(),
          "vpn-operators");

      // When
      var leaving = door.leave("?return=/t/" + mine.slug() + "/runs");
      var there = keycloak.signIn(leaving.address());
      var answer = leaving.comeBack(there.getPath(), there.getRawQuery());

      // Then
      assertThat(there.getRawQuery()).contains("iss=");
      assertThat(LoginDoor.location(answer)).isEqualTo("/t/" + mine.slug() + "/runs");
      var browser = door.arrived(answer);
      var session = new JsonObject(browser.get("/api/v1/session").body());
      assertThat(session.getJsonObject("person").getString("name")).isEqualTo("Nari Oh");
      assertThat(session.getJsonArray("memberships").getJsonObject(0).getString("role"))
          .isEqualTo("operator");
      assertThat(new JsonObject(browser.post("/api/v1/session/logout").body()).getString("next"))
          .contains("/realms/staff/protocol/openid-connect/logout?id_token_hint=");
    }
  }
}
