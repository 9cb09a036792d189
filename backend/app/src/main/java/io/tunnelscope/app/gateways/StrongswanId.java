package io.tunnelscope.app.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tunnelscope.app.identity.SubscriptionId;
import io.tunnelscope.core.network.ArmId;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Resource ids of strongSwan gateways and their connections. A connection may be called anything
 * there, so what an id cannot hold is written as {@code ~} and the hexadecimal digits of its bytes:
 * a percent sign would be decoded on the way. No two connections of a tenant get one id.
 */
public final class StrongswanId {
  private static final String PREFIX =
      "/subscriptions/%s/resourceGroups/strongswan/providers/Microsoft.Network/";

  private StrongswanId() {}

  /**
   * @param name as a resource id can hold it
   */
  public static ArmId ofGateway(SubscriptionId subscription, String name) {
    return new ArmId(PREFIX.formatted(subscription) + "virtualNetworkGateways/" + name);
  }

  /**
   * {@code …/connections/gateway-connection}: the first dash is the seam, dashes in the name of the
   * gateway are escaped. Empty when the id would be too long.
   */
  public static Optional<ArmId> ofConnection(ArmId gateway, String name) {
    return ofConnection(gateway, name, StrongswanId::isPlain);
  }

  /**
   * Another id for the same name, for the case that one which differs in case alone has the first:
   * ids know no case, the digits of the letters do.
   */
  static Optional<ArmId> inDigits(ArmId gateway, String name) {
    return ofConnection(gateway, name, letter -> isPlain(letter) && !isAsciiLetter(letter));
  }

  private static Optional<ArmId> ofConnection(ArmId gateway, String name, IntPredicate plain) {
    var hub = escaped(gateway.name(), letter -> isPlain(letter) && letter != '-');
    return ArmId.parse(
        PREFIX.formatted(gateway.subscription())
            + "connections/"
            + hub
            + "-"
            + escaped(name, plain));
  }

  private static String escaped(String name, IntPredicate plain) {
    var text = new StringBuilder();
    name.codePoints()
        .forEach(
            letter -> {
              if (plain.test(letter)) {
                text.appendCodePoint(letter);
              } else {
                for (byte each : Character.toString(letter).getBytes(UTF_8)) {
                  text.append("~%02X".formatted(each));
                }
              }
            });
    return text.toString();
  }

  /** Beyond ASCII only what has no case, so that everybody agrees on which ids are equal. */
  private static boolean isPlain(int letter) {
    if (letter < 0x80) {
      return isAsciiLetter(letter)
          || (letter >= '0' && letter <= '9')
          || "._()-".indexOf(letter) >= 0;
    }
    return Character.isLetterOrDigit(letter)
        && Character.toLowerCase(letter) == letter
        && Character.toUpperCase(letter) == letter;
  }

  private static boolean isAsciiLetter(int letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  }
}
