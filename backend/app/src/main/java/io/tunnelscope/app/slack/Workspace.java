package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A Slack workspace, or a whole organisation of them, that belongs to a tenant.
 *
 * @param name as Slack called it when the app was installed
 * @param botUser Slack's id of the bot in it; empty unless active
 * @param installedBy the admin of the tenant who did
 */
public record Workspace(
    TenantId tenant,
    UUID id,
    Home home,
    String name,
    String botUser,
    State state,
    String installedBy,
    Instant installedAt) {

  /** Whether anything comes in or goes out. */
  public enum State {
    ACTIVE,
    /** By an admin of the tenant. */
    CUT_OFF,
    /** The app was removed in Slack, or never quite installed. */
    GONE;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Workspace {
    requireNonNull(tenant, "tenant");
    requireNonNull(id, "id");
    requireNonNull(home, "home");
    requireNonNull(name, "name");
    requireNonNull(botUser, "botUser");
    requireNonNull(state, "state");
    requireNonNull(installedBy, "installedBy");
    requireNonNull(installedAt, "installedAt");
  }

  public boolean isActive() {
    return state == State.ACTIVE;
  }
}
