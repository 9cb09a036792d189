package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.ExchangeKind;
import io.tunnelscope.core.evidence.Side;
import io.tunnelscope.core.evidence.Signal;

/**
 * What Azure's gateway and one peer are at. When a negotiation fails, the service says so several
 * times: the notify on the wire names the exchange and who refuses; the lines that clean up behind
 * it name a number and the mode of Windows' own machinery, which is the same for both versions of
 * IKE. They belong to the exchange that is open.
 */
final class AzureNegotiation {

  private ExchangeKind step = ExchangeKind.UNKNOWN;
  private Said refusal;

  /** The next line in the light of those before it. */
  Said next(Said line) {
    var placed = repeatsRefusal(line) ? asRefusal(line) : inOpenExchange(line);
    remember(placed);
    return placed;
  }

  private boolean repeatsRefusal(Said line) {
    return refusal != null
        && line.side() == Side.UNKNOWN
        && line.signal().isFailure()
        && isKin(refusal.signal(), line.signal());
  }

  /** Numbers are coarser than notifies: there is one for all that two policies do not share. */
  private static boolean isKin(Signal notify, Signal number) {
    return switch (number) {
      case NO_PROPOSAL ->
          notify == Signal.NO_PROPOSAL
              || notify == Signal.SELECTORS_REFUSED
              || notify == Signal.GROUP_REFUSED;
      default -> notify == number;
    };
  }

  private Said asRefusal(Said line) {
    return new Said(refusal.signal(), refusal.side(), refusal.exchange(), line.details());
  }

  private Said inOpenExchange(Said line) {
    return isOpen(line.exchange())
        ? new Said(line.signal(), line.side(), ExchangeKind.UNKNOWN, line.details())
        : line;
  }

  /** Whether a mode stands for the exchange of IKEv2 that is open. */
  private boolean isOpen(ExchangeKind mode) {
    return switch (mode) {
      case MAIN_MODE -> step == ExchangeKind.IKE_SA_INIT || step == ExchangeKind.IKE_AUTH;
      case QUICK_MODE -> step == ExchangeKind.IKE_AUTH || step == ExchangeKind.CREATE_CHILD_SA;
      default -> false;
    };
  }

  private void remember(Said line) {
    if (line.exchange() != ExchangeKind.UNKNOWN) {
      step = line.exchange();
    }
    if (line.signal().isSuccess() || beginsAnew(line)) {
      refusal = null;
    } else if (line.signal().isFailure() && refusal == null) {
      refusal = line;
    }
  }

  /** An answer in IKE_AUTH still belongs to what was refused there. */
  private static boolean beginsAnew(Said line) {
    return switch (line.signal()) {
      case SENT, RECEIVED, RETRANSMITTED, OFFER_HERE, OFFER_PEER ->
          line.exchange().negotiatesIke()
              || line.exchange() == ExchangeKind.CREATE_CHILD_SA
              || line.exchange() == ExchangeKind.QUICK_MODE;
      default -> false;
    };
  }
}
