package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.TunnelHistory;
import io.tunnelscope.core.evidence.TunnelHistory.Renewals;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what a story forgets: how often the tunnel came up and was lost. Of constant size. */
final class Tally {

  private static final int MAX_REFS = 5;

  private boolean up;
  private int ups;

  /** How often it came up while it was up. */
  private int spare;

  private int losses;
  private int unanswered;
  private int repeats;
  private int lostFragments;
  private int failedRenewals;
  private int refusedRenewals;
  private Noted firstLoss;
  private Noted lastLoss;
  private final List<Noted> proof = new ArrayList<>(2);
  private final List<Noted> renewals = new ArrayList<>(2);
  private Noted firstRepeat;

  void add(Noted noted) {
    switch (noted.signal()) {
      case CHILD_ESTABLISHED -> {
        answered();
        ups += up ? 0 : 1;
        spare += up && !renews(noted) ? 1 : 0;
        up = true;
      }
      case PEER_DEAD -> lost(noted);
      case DELETED_BY_PEER -> deleted(noted);
      case DELETED_HERE -> closed();
      case RECEIVED, IKE_ESTABLISHED -> answered();
      case RETRANSMITTED -> {
        unanswered++;
        firstRepeat = firstRepeat == null ? noted.brief() : firstRepeat;
      }
      case NO_ANSWER -> unanswered = 0;
      case FRAGMENTS_LOST -> lostFragments++;
      case REKEY_FAILED -> {
        failedRenewals += up ? 1 : 0;
        showRenewal(noted);
      }
      case NO_PROPOSAL, GROUP_REFUSED -> {
        refusedRenewals += up && renews(noted) ? 1 : 0;
        showRenewal(noted);
      }
      default -> {
        // says nothing about how the tunnel fares
      }
    }
  }

  /** Keys of the same tunnel, which is not deleted for them as a whole. */
  private static boolean renews(Noted noted) {
    return noted.said().exchange() == ExchangeKind.CREATE_CHILD_SA;
  }

  private void showRenewal(Noted noted) {
    if (up && renewals.size() < MAX_REFS) {
      renewals.add(noted.brief());
    }
  }

  private void answered() {
    repeats += unanswered;
    unanswered = 0;
  }

  /** What this side wanted is no loss. */
  private void closed() {
    if (spare > 0) {
      spare--;
    } else {
      up = false;
    }
  }

  /** Of a tunnel that was renewed, the old one is deleted. */
  private void deleted(Noted noted) {
    if (spare > 0) {
      spare--;
    } else {
      lost(noted);
    }
  }

  private void lost(Noted noted) {
    unanswered = 0;
    spare = 0;
    if (up) {
      losses++;
      up = false;
      lastLoss = noted.brief();
      firstLoss = firstLoss == null ? lastLoss : firstLoss;
      if (proof.size() < MAX_REFS) {
        proof.add(lastLoss);
      }
    }
  }

  /** Empty when there is nothing to tell. */
  Optional<TunnelHistory> history(String peer, ZonedDateTime observedAt) {
    if (losses + repeats + lostFragments + failedRenewals == 0) {
      return Optional.empty();
    }
    var shown = new ArrayList<>(proof);
    if (firstRepeat != null && (proof.isEmpty() || repeats > 0)) {
      shown.add(firstRepeat);
    }
    return Optional.of(
        new TunnelHistory(
            peer,
            ups,
            losses,
            time(firstLoss, observedAt),
            time(lastLoss, observedAt),
            repeats,
            lostFragments,
            new Renewals(failedRenewals, refusedRenewals, refs(renewals)),
            refs(shown)));
  }

  private static List<EvidenceRef> refs(List<Noted> shown) {
    return shown.stream().map(noted -> noted.line().ref()).toList();
  }

  private static Optional<Instant> time(Noted noted, ZonedDateTime observedAt) {
    return noted == null ? Optional.empty() : noted.time(observedAt);
  }
}
