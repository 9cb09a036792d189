package io.tunnelscope.app.slack;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.identity.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A Slack workspace, or a whole organisation of them, that belongs to a tenant.
 *
 * @param name as Slack called it when the app was installed
 * @param botUser Slack's id of the bot in it; empty unless active
 * @param installedBy the admin of the tenant who did
 * @param endsAt of the bot's token; empty: it has no end, or there is none
 * @param refused Slack's word for why it gives no further token: the app must be installed again
 */
public record Workspace(
    TenantId tenant,
    UUID id,
    Home home,
    String name,
    String botUser,
    State state,
    String installedBy,
    Instant installedAt,
    Optional<Instant> endsAt,
    Optional<String> refused) {

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
    requireNonNull(endsAt, "endsAt");
    requireNonNull(refused, "refused");
  }

  public boolean isActive() {
    return state == State.ACTIVE;
  }
}
