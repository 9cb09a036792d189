package io.tunnelscope.core.diagnosis;

import java.util.Locale;

/** The details a finding can carry. The texts of the action catalogue name them as placeholders. */
public enum Fact {
  /** Address of the other side. */
  PEER,
  CONNECTION,
  /** Name of the CHILD_SA that could not be had, where its daemon names it. */
  CHILD,
  /** Name or number of a failure, for instance {@code 13801 ERROR_IPSEC_IKE_AUTH_FAIL}. */
  CODE,
  /** Where the negotiation stopped, an exchange of RFC 7296 or RFC 2409. */
  STEP,
  /** {@code here} or {@code peer}: who refused. */
  REFUSED_BY,
  /** Which kind of setting differs, for instance {@code encryption}. */
  FIELD,
  OURS,
  THEIRS,
  /**
   * The proposals of both sides field by field, for instance {@code
   * encryption=aes256/aes128+3des;group=modp2048/modp1024}: ours before the slash.
   */
  COMPARISON,
  /**
   * {@code initiator} or {@code responder}: ours is what Azure has by default in this part. {@code
   * replaced}: a policy of the connection's own replaces the defaults, which would have done.
   */
  DEFAULTS,
  /** A combination for both sides, as strongSwan takes it. */
  STRONGSWAN,
  /** The same as libreswan takes it. */
  LIBRESWAN,
  /** The same as members of Azure's custom policy. */
  AZURE,
  /** {@code here} or {@code peer}: the only side that must change for this combination. */
  CHANGES,
  /** Causes, separated by commas, between which the evidence cannot tell. */
  CANDIDATES,
  /** Causes, separated by commas, that the peer's refusal may hide as well. */
  ALSO,
  /** How often something was seen. */
  TIMES,
  /** Per cent. */
  CPU,
  /** Megabytes. */
  MEMORY,
  CONNECTIONS,
  CONNECTED,
  INGRESS,
  EGRESS,
  SINCE,
  UNTIL,
  /** When a tunnel that had been lost was up again, else the line that tells it. */
  AGAIN,
  STATE,
  FILE,
  /** Address of the end that wrote {@link #FILE}, where the logs of both ends are there. */
  WRITER,
  /** {@code initiator} or {@code responder}: the part of the other side. */
  OTHER_SIDE,
  /** Of a certificate. */
  SUBJECT,
  ISSUER,
  VALID_FROM,
  VALID_UNTIL,
  /** {@code there} or {@code back}: on which way messages are lost. */
  WAY,
  /** What the gateway runs, with its version, for instance {@code strongSwan 5.9.8}. */
  SOFTWARE,
  /** Name of the network interface of the gateway towards its peers. */
  INTERFACE,
  /** {@code came_up}: how it ended when somebody had the connection brought up to try it. */
  TRIED,
  /** How a cause shows itself, where that wants words of its own: a part of a phrase's key. */
  MANNER,
  /** Name of the obstacle that keeps the platform from being asked. */
  OBSTACLE,
  /** What is missing, in no language: an action of Azure, a region, a kind, a code. */
  NEEDED,
  /** Resource that it is missing on. */
  PLACE,
  /** What the platform's troubleshooter says, where it contradicts another source. */
  VERDICT,
  /** Pages that the platform sends people to, separated by blanks; https alone. */
  LINKS,
  /** A further word from the evidence, in no language. */
  NOTE;

  private final String key = name().toLowerCase(Locale.ROOT);

  /** The name in texts and in {@link Finding#facts()}. */
  public String key() {
    return key;
  }

  /**
   * Whether it differs from run to run although nothing changed, or merely follows from other
   * details.
   */
  public boolean isVolatile() {
    return switch (this) {
      case TIMES,
          CPU,
          MEMORY,
          INGRESS,
          EGRESS,
          SINCE,
          UNTIL,
          AGAIN,
          FILE,
          WRITER,
          OTHER_SIDE,
          MANNER,
          NOTE ->
          true;
      case COMPARISON, DEFAULTS, STRONGSWAN, LIBRESWAN, AZURE, CHANGES, ALSO -> true;
      case SOFTWARE, TRIED, OBSTACLE, PLACE, VERDICT, LINKS -> true;
      default -> false;
    };
  }
}
