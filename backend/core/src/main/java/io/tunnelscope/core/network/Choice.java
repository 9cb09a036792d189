package io.tunnelscope.core.network;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.Proposal.Protocol;
import io.tunnelscope.core.network.Proposal.Transform;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One combination of algorithms that can be set on both sides, in the words of each kind of device.
 *
 * @param integrity blank with an encryption that protects by itself
 * @param group blank in ESP without PFS
 */
public record Choice(Protocol protocol, String encryption, String integrity, String group) {

  /** What goes with a proposal whose log does not name a group, and what every device has. */
  private static final String USUAL_GROUP = "modp2048";

  /** See {@link Algorithm#strength}: what is not to be given up for something stronger. */
  private static final int SOUND = 3;

  public Choice {
    requireNonNull(protocol, "protocol");
    requireNonNull(encryption, "encryption");
    requireNonNull(integrity, "integrity");
    requireNonNull(group, "group");
  }

  /**
   * The best combination out of those that one of the sides has already: one that Azure can be set
   * to where there is any, then the one whose weakest part is strongest. Empty when none is whole.
   */
  public static Optional<Choice> among(Protocol protocol, Collection<Proposal> offered) {
    return offered.stream()
        .flatMap(proposal -> bestOf(protocol, proposal).stream())
        .max(
            comparing((Choice choice) -> choice.azure().isPresent())
                .thenComparingInt(Choice::weakest)
                .thenComparingInt(Choice::sum));
  }

  /**
   * The best combination that the peer offers, if Azure can be set to it and it is sound, or as
   * good as any of ours; else the best that either side has.
   */
  public static Optional<Choice> between(
      Protocol protocol, Collection<Proposal> ours, Collection<Proposal> theirs) {
    var own = among(protocol, ours);
    return among(protocol, theirs)
        .filter(choice -> choice.azure().isPresent())
        .filter(
            choice ->
                choice.weakest() >= SOUND
                    || own.filter(better -> better.weakest() > choice.weakest()).isEmpty())
        .or(() -> among(protocol, Stream.concat(ours.stream(), theirs.stream()).toList()));
  }

  /** Whether a side that offers this proposal has the combination, and all of it. */
  public boolean isOf(Proposal proposal) {
    return proposal.of(Transform.ENCRYPTION).contains(encryption)
        && (group.isEmpty()
            ? proposal.of(Transform.GROUP).isEmpty()
            : proposal.of(Transform.GROUP).contains(group))
        && (integrity.isEmpty()
            || proposal.of(Transform.INTEGRITY).contains(integrity)
            || proposal.of(Transform.PRF).contains("prf" + integrity));
  }

  private static Optional<Choice> bestOf(Protocol protocol, Proposal proposal) {
    var encryption = strongest(proposal, Transform.ENCRYPTION);
    if (encryption.isEmpty()) {
      return Optional.empty();
    }
    var combined = Algorithm.isCombined(encryption.get());
    var ike = protocol == Protocol.IKE;
    var integrity =
        combined && !ike
            ? Optional.of("")
            : strongest(proposal, Transform.INTEGRITY)
                .or(() -> strongest(proposal, Transform.PRF).map(Choice::withoutPrf))
                .or(() -> combined ? Optional.of("sha256") : Optional.empty());
    var group = strongest(proposal, Transform.GROUP).orElse(ike ? USUAL_GROUP : "");
    return integrity.map(found -> new Choice(protocol, encryption.get(), found, group));
  }

  private static Optional<String> strongest(Proposal proposal, Transform kind) {
    return proposal.of(kind).stream().max(comparingInt(Algorithm::strength));
  }

  private static String withoutPrf(String name) {
    return name.substring("prf".length());
  }

  private int weakest() {
    return parts().mapToInt(Algorithm::strength).min().orElse(0);
  }

  private int sum() {
    return parts().mapToInt(Algorithm::strength).sum();
  }

  private Stream<String> parts() {
    return Stream.of(encryption, integrity, group).filter(part -> !part.isEmpty());
  }

  /** As {@code proposals} and {@code esp_proposals} of swanctl.conf take it. */
  public String strongSwan() {
    var combined = Algorithm.isCombined(encryption);
    var second = combined && !integrity.isEmpty() ? "prf" + integrity : integrity;
    return Stream.of(encryption, second, group)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("-"));
  }

  /** As {@code ike} and {@code esp} of ipsec.conf take it. */
  public String libreswan() {
    return Stream.of(encryption, integrity, group)
        .filter(part -> !part.isEmpty())
        .map(Algorithm::libreswan)
        .collect(Collectors.joining("-"));
  }

  /**
   * The members of Azure's custom policy that hold it; empty when Azure has one of the algorithms
   * not.
   */
  public Optional<String> azure() {
    var esp = protocol != Protocol.IKE;
    var cipher = Algorithm.azureEncryption(encryption, esp);
    var proof =
        esp && Algorithm.isCombined(encryption) ? cipher : Algorithm.azureIntegrity(integrity, esp);
    var exchange = esp && group.isEmpty() ? Optional.of("None") : Algorithm.azureGroup(group, esp);
    if (cipher.isEmpty() || proof.isEmpty() || exchange.isEmpty()) {
      return Optional.empty();
    }
    var phase = esp ? "ipsec" : "ike";
    return Optional.of(
        phase
            + "Encryption "
            + cipher.get()
            + ", "
            + phase
            + "Integrity "
            + proof.get()
            + (esp ? ", pfsGroup " : ", dhGroup ")
            + exchange.get());
  }
}
