package io.tunnelscope.app.gateways;

import io.tunnelscope.app.identity.TenantId;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.diagnosis.ActionCatalog;
import io.tunnelscope.core.language.Language;
import io.tunnelscope.core.network.ArmId;
import io.tunnelscope.core.network.Support;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Finds out which target somebody means, and whether it can be troubleshot. Any thread. */
public final class Targets {
  private static final int MOST_NAMED = 10;

  private final TargetStore store;

  public Targets(TargetStore store) {
    this.store = store;
  }

  /**
   * The target of that name ({@code gateway} or {@code gateway/connection}) or resource id, any
   * case; where a gateway has two connections that differ in case alone, the one spelt just so.
   * Fails with {@link Refusal.NotFound}, which names what may have been meant of the tenant's own
   * targets, and with {@link Refusal.Invalid} when the name fits several.
   */
  public Future<KnownTarget> resolve(TenantId tenant, String nameOrArmId) {
    return store
        .named(tenant, nameOrArmId)
        .map(found -> speltJustSo(nameOrArmId, found))
        .compose(
            found ->
                switch (found.size()) {
                  case 0 -> suggest(tenant, nameOrArmId);
                  case 1 -> Future.succeededFuture(found.getFirst());
                  default -> Future.failedFuture(ambiguous(nameOrArmId, found));
                });
  }

  private static List<KnownTarget> speltJustSo(String asked, List<KnownTarget> found) {
    var gateways = found.stream().map(target -> target.gateway().id()).distinct().count();
    var exact = found.stream().filter(target -> target.name().equals(asked)).toList();
    return gateways == 1 && exact.size() == 1 ? exact : found;
  }

  /** As {@link #resolve}; fails with {@link Refusal.UnsupportedTarget} for the other kinds. */
  public Future<KnownTarget> resolveSupported(TenantId tenant, String nameOrArmId) {
    return resolve(tenant, nameOrArmId)
        .compose(
            known ->
                whyUnsupported(known)
                    .map(
                        why -> Future.<KnownTarget>failedFuture(new Refusal.UnsupportedTarget(why)))
                    .orElse(Future.succeededFuture(known)));
  }

  /**
   * The target of that resource id at a glance. Fails with {@link Refusal.NotFound}, in the same
   * words whatever was asked for.
   */
  public Future<TargetState> state(TenantId tenant, String armId) {
    return ArmId.parse(armId)
        .map(id -> store.state(tenant, id))
        .orElse(Future.succeededFuture(Optional.empty()))
        .compose(
            state ->
                state
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(notFound())));
  }

  /** Names the kind and what to use instead; empty when the target can be troubleshot. */
  public static Optional<Text> whyUnsupported(KnownTarget known) {
    return switch (known.support()) {
      case Support.Supported() -> Optional.empty();
      case Support.Refused refused ->
          Optional.of(
              new Text(
                  ActionCatalog.refusal(refused, Language.EN),
                  ActionCatalog.refusal(refused, Language.KO)));
    };
  }

  /** The same for a resource id of another tenant and for one that never was. */
  public static Refusal notFound() {
    return new Refusal.NotFound(new Text("There is no such target.", "해당 대상을 찾을 수 없습니다."));
  }

  /** A resource id is copied, not typed: there is no guess to make. */
  private Future<KnownTarget> suggest(TenantId tenant, String asked) {
    if (ArmId.parse(asked).isPresent()) {
      return Future.failedFuture(notFound());
    }
    return store
        .similar(tenant, asked)
        .compose(names -> Future.failedFuture(names.isEmpty() ? notFound() : didYouMean(names)));
  }

  private static Refusal didYouMean(List<String> names) {
    var list = String.join(", ", names);
    return new Refusal.NotFound(
        new Text(
            "There is no such target; did you mean " + list + "?",
            "해당 대상을 찾을 수 없습니다. 혹시 다음 대상을 찾으십니까? " + list));
  }

  private static Refusal ambiguous(String asked, List<KnownTarget> found) {
    var ids =
        String.join(
            ", ", found.stream().limit(MOST_NAMED).map(target -> target.id().value()).toList());
    var text =
        new Text(
            "Several targets are called " + asked + "; use a resource id: " + ids,
            asked + " 이름을 가진 대상이 여러 개입니다. 리소스 ID로 지정해 주십시오: " + ids);
    return new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint("target", text)));
  }
}
