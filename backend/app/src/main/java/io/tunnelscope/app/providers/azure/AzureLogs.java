package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.blobs.Blob;
import io.tunnelscope.app.blobs.BlobAddress;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.blobs.BlobFailure;
import io.tunnelscope.app.blobs.BlobListing;
import io.tunnelscope.app.blobs.Blobs;
import io.tunnelscope.app.egress.Egress;
import io.tunnelscope.app.egress.EgressFailed;
import io.tunnelscope.app.egress.EgressFailure;
import io.tunnelscope.app.providers.CollectFailed;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The logs that Network Watcher writes into a blob container when it ends. How it names them is not
 * documented, so whatever is new there is looked at. What goes wrong is missing evidence, never a
 * failed run.
 */
final class AzureLogs {
  static final String PROBE = "azure-logs";

  private static final String LIST_KEYS = "Microsoft.Storage/storageAccounts/listKeys/action";
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int MOST_BLOBS = 50;

  /** They may be written a moment after the result is there. */
  private static final List<Duration> LOOKS =
      List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(8));

  /**
   * What was found.
   *
   * @param files without secrets, small enough to be held
   */
  record Fetched(List<BundleFile> files, List<Missing> missing) {
    Fetched {
      files = List.copyOf(files);
      missing = List.copyOf(missing);
    }

    static Fetched nothing() {
      return new Fetched(List.of(), List.of());
    }

    private Fetched cutOff(String detail) {
      var more = new ArrayList<>(missing);
      more.add(new Missing(PROBE, Why.CUT_OFF, detail));
      return new Fetched(files, more);
    }

    private static Fetched missing(Why why, String detail) {
      return new Fetched(List.of(), List.of(new Missing(PROBE, why, detail)));
    }
  }

  private final Vertx vertx;
  private final Blobs blobs;
  private final Egress egress;

  AzureLogs(Vertx vertx, Blobs blobs, Egress egress) {
    this.vertx = vertx;
    this.blobs = blobs;
    this.egress = egress;
  }

  /**
   * Never fails.
   *
   * @param since by Azure's clock, when the run began
   * @param expected whether Azure is known to write logs with what it found
   */
  Future<Fetched> fetch(
      Arm arm,
      LogStorage storage,
      ArmId target,
      Instant since,
      boolean expected,
      Redaction redaction,
      Deadline deadline) {
    var limit = deadline.within(LONGEST);
    return key(arm, storage, limit)
        .compose(key -> egress.check(storage.container()).map(key))
        .map(key -> BlobAddress.withKey(storage.container(), key))
        .compose(
            address ->
                look(address, target, since.minus(Troubleshooting.SKEW), expected ? 0 : 2, limit)
                    .compose(found -> read(address, found, expected, redaction, limit)))
        .recover(failure -> Future.succeededFuture(missing(storage, failure)));
  }

  private static Future<Secret> key(Arm arm, LogStorage storage, Deadline deadline) {
    if (storage.key().isPresent()) {
      return Future.succeededFuture(storage.key().get());
    }
    var address = arm.at(ArmPath.of(storage.account()) + "/listKeys?api-version=2023-01-01");
    return arm.query(address, new JsonObject(), deadline)
        .compose(
            answer ->
                answer.body().objects("keys").stream()
                    .flatMap(key -> key.text("value").stream())
                    .findFirst()
                    .map(text -> Future.succeededFuture(new Secret(text)))
                    .orElseGet(() -> Future.failedFuture(new NoKey(answer.status()))));
  }

  /** The account did not give its keys. */
  @SuppressWarnings("serial") // never serialised
  private static final class NoKey extends RuntimeException {
    private final int status;

    NoKey(int status) {
      super("no key", null, false, false);
      this.status = status;
    }
  }

  private Future<BlobListing> look(
      BlobAddress address, ArmId target, Instant since, int number, Deadline deadline) {
    return vertx
        .timer(Math.max(1, LOOKS.get(number).toMillis()), TimeUnit.MILLISECONDS)
        .compose(
            _ ->
                blobs.run(
                    address,
                    container -> container.list("", since, MOST_BLOBS, deadline.remaining())))
        .compose(
            found ->
                found.blobs().isEmpty() && number + 1 < LOOKS.size()
                    ? look(address, target, since, number + 1, deadline)
                    : Future.succeededFuture(
                        new BlobListing(of(target, found.blobs()), found.complete())));
  }

  /** Where names tell whose logs they are, the others are not ours. */
  private static List<Blob> of(ArmId target, List<Blob> found) {
    var name = target.name().toLowerCase(Locale.ROOT);
    var named =
        found.stream().filter(blob -> blob.name().toLowerCase(Locale.ROOT).contains(name)).toList();
    return named.isEmpty() ? found : named;
  }

  private Future<Fetched> read(
      BlobAddress address,
      BlobListing found,
      boolean expected,
      Redaction redaction,
      Deadline deadline) {
    if (found.blobs().isEmpty()) {
      return Future.succeededFuture(
          expected
              ? Fetched.missing(Why.NOT_WRITTEN, address.container().toString())
              : Fetched.nothing());
    }
    return blobs
        .run(
            address,
            container -> new BlobReading(container, redaction, deadline).read(found.blobs()))
        .map(read -> found.complete() ? read : read.cutOff(MOST_BLOBS + " blobs"));
  }

  private static Fetched missing(LogStorage storage, Throwable failure) {
    return switch (failure) {
      case NoKey key -> Fetched.missing(Why.NOT_ALLOWED, LIST_KEYS + " HTTP " + key.status);
      case BlobFailed blob -> Fetched.missing(why(blob.failure()), place(storage, blob.failure()));
      case CollectFailed collect ->
          new Fetched(List.of(), List.of(collect.failure().missing(PROBE)));
      case EgressFailed egress ->
          egress.failure() == EgressFailure.FORBIDDEN
              ? Fetched.missing(Why.NOT_ALLOWED, "TUNNELSCOPE_EGRESS_ALLOW")
              : Fetched.missing(Why.UNREACHABLE, storage.container().toString());
      default -> Fetched.missing(Why.MALFORMED, "");
    };
  }

  private static Why why(BlobFailure failure) {
    return switch (failure) {
      case BlobFailure.NotAllowed _ -> Why.NOT_ALLOWED;
      case BlobFailure.NoSuchContainer _, BlobFailure.NoSuchBlob _ -> Why.NOT_WRITTEN;
      case BlobFailure.Unreachable _ -> Why.UNREACHABLE;
      case BlobFailure.TooSlow _ -> Why.TIMED_OUT;
      case BlobFailure.Busy _ -> Why.THROTTLED;
      case BlobFailure.TooLarge _ -> Why.CUT_OFF;
      case BlobFailure.Changed _, BlobFailure.Refused _ -> Why.MALFORMED;
    };
  }

  private static String place(LogStorage storage, BlobFailure failure) {
    return failure.reason() + " " + storage.container();
  }
}
