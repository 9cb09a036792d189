package io.tunnelscope.app.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.testing.BackendTest;
import io.tunnelscope.app.testing.Entra;
import io.tunnelscope.app.testing.LoginDoor;
import io.tunnelscope.app.testing.Sql;
import io.tunnelscope.app.testing.TestDatabase;
import io.tunnelscope.app.testing.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Signing in by Entra ID, as far as a stand-in made by others is like it. */
@BackendTest
class EntraIT {
  @Test
  void shouldSignSomebodyInAndOutAgain(
      Vertx vertx, Db db, TestDatabase database, TestTenants tenants) throws Exception {
    // Given
    var publicUrl = URI.create("https://tunnelscope.example");
    try (var entra = Entra.start(publicUrl + "/callback");
        var door = LoginDoor.behind(publicUrl, vertx, db, entra.settings())) {
      var mine = tenants.add("mine");
      Sql.update(
          database.migrate(),
          "INSERT INTO role_mapping (tenant_id, position, claim_value, role) VALUES (?, 1, ?, 'auditor')",
          mine.id().value(),
          Entra.MAIL);

      // When
      var leaving = door.leave("?return=/t/" + mine.slug() + "/audit");
      var there = entra.signIn(leaving.address());
      var answer = leaving.comeBack(there.getPath(), there.getRawQuery());
      var again = leaving.comeBack(there.getPath(), there.getRawQuery());

      // Then
      assertThat(LoginDoor.location(answer)).isEqualTo("/t/" + mine.slug() + "/audit");
      assertThat(answer.headers().allValues("Set-Cookie"))
          .anyMatch(each -> each.startsWith("__Host-sid=") && each.contains("Secure"))
          .anyMatch(each -> each.startsWith("__Host-login=;") && each.contains("Max-Age=0"));
      var browser = door.arrived(answer);
      var session = new JsonObject(browser.get("/api/v1/session").body());
      assertThat(session.getJsonObject("person").getString("name")).isEqualTo("Nari Oh");
      assertThat(session.getJsonArray("memberships").getJsonObject(0).getString("role"))
          .isEqualTo("auditor");
      assertThat(LoginDoor.location(again)).startsWith("/sign-in?problem=expired");
      assertThat(new JsonObject(browser.post("/api/v1/session/logout").body()).getString("next"))
          .contains("/oauth2/v2.0/logout?id_token_hint=");
    }
  }
}
