package io.tunnelscope.app.gateways;

import io.tunnelscope.app.providers.vici.ViciAddress;
import io.tunnelscope.app.settings.NodePath;
import io.tunnelscope.app.settings.ViciSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this node may open for a tenant. Ask before anything is opened, each time: what a tenant
 * typed counts only when the list holds exactly it, letter by letter, and when no symbolic link
 * lies on the way now. Safe for any thread; the disk is read off the caller's.
 */
public final class AllowList {
  private final Vertx vertx;
  private final ViciSettings settings;

  public AllowList(Vertx vertx, ViciSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /** What the tenant with that slug may choose from. */
  public Offer offer(String slug) {
    return new Offer(settings.addressesFor(slug), settings.logsFor(slug));
  }

  /** Sorted, as they must be typed. */
  public record Offer(List<String> addresses, List<String> logFiles) {
    public Offer {
      addresses = List.copyOf(addresses);
      logFiles = List.copyOf(logFiles);
    }
  }

  /** Empty when that tenant's gateways may not be asked there. */
  public Future<Optional<ViciAddress>> address(String slug, String text) {
    if (!settings.addressesFor(slug).contains(text)) {
      return Future.succeededFuture(Optional.empty());
    }
    return ViciAddress.parse(text)
        .map(
            address ->
                switch (address) {
                  case ViciAddress.Tcp _ -> Future.succeededFuture(Optional.of(address));
                  case ViciAddress.Socket _ ->
                      direct(text).map(path -> path.<ViciAddress>map(_ -> address));
                })
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  /** Empty when that file may not be read for that tenant. */
  public Future<Optional<Path>> logFile(String slug, String text) {
    return settings.logsFor(slug).contains(text)
        ? direct(text)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<Path>> direct(String text) {
    return vertx.executeBlocking(
        () -> NodePath.parse(text).filter(NodePath::isDirect).map(NodePath::path), false);
  }
}
