package io.tunnelscope.app.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.audit.AuditLog;
import io.tunnelscope.app.commands.Actions;
import io.tunnelscope.app.db.Db;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressRules;
import io.tunnelscope.app.http.Routes;
import io.tunnelscope.app.runs.RunStore;
import io.tunnelscope.app.secrets.Envelope;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.settings.SlackSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What comes in from Slack, and what admins settle about it, put together once a process. */
public final class SlackIn {
  /**
   * What it needs of others.
   *
   * @param settings empty: nothing comes in
   * @param listed host:port that the operator lets us reach
   * @param origin of our pages, known once we listen
   * @param messages of runs; there with the settings
   */
  public record Given(
      Vertx vertx,
      Db db,
      AuditLog audit,
      Envelope envelope,
      Optional<SlackSettings> settings,
      Collection<String> listed,
      Supplier<String> origin,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock,
      RunStore runs,
      Actions actions,
      Optional<RunMessages> messages) {}

  /** The same for those inside. */
  record Parts(
      Vertx vertx,
      Supplier<String> origin,
      Supplier<UUID> ids,
      SecureRandom random,
      Clock clock,
      RunStore runs,
      RunMessages messages,
      ChannelSubscriptionStore subscriptions,
      MuteStore mutes,
      BotTokens tokens,
      SlackCalls calls,
      SlackClient client,
      ResponseUrls responseUrls) {}

  record Stores(
      WorkspaceStore workspaces,
      SlackAccountStore accounts,
      ChannelBindingStore channels,
      ChoiceStore choices,
      SeenStore seen) {}

  private final Given given;
  private final Stores stores;

  public SlackIn(Given given) {
    this.given = given;
    this.stores =
        new Stores(
            new WorkspaceStore(given.db(), given.audit()),
            new SlackAccountStore(given.db(), given.audit()),
            new ChannelBindingStore(given.db(), given.audit()),
            new ChoiceStore(given.db()),
            new SeenStore(given.db(), given.clock()));
  }

  /** The routes are there in any case; without settings there is nothing behind Slack's own. */
  public void mount(Routes routes) {
    new SlackAdminRoutes(stores, given.origin(), given.settings(), given.clock()).mount(routes);
    new SlackInstallRoutes(
            given.settings().filter(s -> s.clientId().isPresent()).map(this::install))
        .mount(routes);
    new SlackRoutes(given.settings().flatMap(this::door)).mount(routes);
  }

  private SlackInstall install(SlackSettings settings) {
    var oauth = new SlackOauth(settings, egress(settings));
    return new SlackInstall(
        new InstallStore(given.db()),
        stores.workspaces(),
        oauth,
        new BotTokens(stores.workspaces(), given.envelope(), Optional.of(oauth), given.clock()),
        settings.authorize(),
        given.origin(),
        given.ids(),
        given.random(),
        given.clock());
  }

  private Optional<SlackDoor> door(SlackSettings settings) {
    return settings.signingSecret().map(secret -> door(settings, secret));
  }

  private SlackDoor door(SlackSettings settings, Secret signingSecret) {
    var oauth = settings.clientId().map(_ -> new SlackOauth(settings, egress(settings)));
    var parts =
        new Parts(
            given.vertx(),
            given.origin(),
            given.ids(),
            given.random(),
            given.clock(),
            given.runs(),
            given.messages().orElseThrow(),
            new ChannelSubscriptionStore(given.db(), given.audit()),
            new MuteStore(given.db(), given.audit()),
            new BotTokens(stores.workspaces(), given.envelope(), oauth, given.clock()),
            new SlackCalls(egress(settings), settings.api()),
            new SlackClient(given.vertx(), settings.api()),
            new ResponseUrls(given.vertx(), given.listed()));
    var reception = new Reception(parts, stores, given.actions());
    return new SlackDoor(
        new SlackSignature(signingSecret, given.clock()),
        parts,
        stores,
        reception,
        new SlackEvents(parts, stores, reception, given.actions()));
  }

  /** The operator has named the API, so it may be anywhere. */
  private Egress egress(SlackSettings settings) {
    List<String> listed = new ArrayList<>(given.listed());
    listed.add(hostAndPort(settings.api()));
    return new Egress(given.vertx(), EgressRules.ofAnyHost(listed));
  }

  private static String hostAndPort(URI address) {
    int usual = "https".equals(address.getScheme()) ? 443 : 80;
    return address.getHost() + ":" + (address.getPort() < 0 ? usual : address.getPort());
  }

  /** A short name of a text that must not be seen. */
  static String hex(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
