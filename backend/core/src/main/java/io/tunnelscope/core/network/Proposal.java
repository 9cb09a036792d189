package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One set of algorithms a side offers or accepts. Algorithms carry strongSwan's short names ({@code
 * aes256}, {@code sha256}, {@code modp2048}), whoever wrote the log.
 *
 * @param transforms what is offered of each kind, in order of preference; a kind that is not named
 *     is absent
 */
public record Proposal(Protocol protocol, Map<Transform, List<String>> transforms) {

  /** Which security association the algorithms are for. */
  public enum Protocol {
    IKE,
    ESP,
    AH
  }

  /** What an algorithm does. */
  public enum Transform {
    ENCRYPTION,
    INTEGRITY,
    PRF,
    /** Diffie-Hellman group; in an ESP proposal this is PFS. */
    GROUP,
    SEQUENCE_NUMBERS
  }

  public Proposal {
    requireNonNull(protocol, "protocol");
    var copy = new EnumMap<Transform, List<String>>(Transform.class);
    transforms.forEach((kind, names) -> copy.put(kind, List.copyOf(names)));
    transforms = Map.copyOf(copy);
  }

  /** Never null; empty when nothing of this kind is named. */
  public List<String> of(Transform kind) {
    return transforms.getOrDefault(kind, List.of());
  }

  /** This proposal with nothing of a kind. */
  public Proposal without(Transform kind) {
    var rest = new EnumMap<Transform, List<String>>(Transform.class);
    rest.putAll(transforms);
    rest.remove(kind);
    return new Proposal(protocol, rest);
  }

  /** As people write it: {@code aes256/sha256/modp2048}. */
  public String text() {
    return Arrays.stream(Transform.values())
        .filter(kind -> !of(kind).isEmpty())
        .map(kind -> String.join("+", of(kind)))
        .collect(Collectors.joining("/"));
  }

  /**
   * Reads short names joined by slashes. Which name is of which kind follows from the name.
   *
   * @param text for instance {@code aes256/sha256/modp2048}
   */
  public static Proposal parse(Protocol protocol, String text) {
    var transforms = new EnumMap<Transform, List<String>>(Transform.class);
    for (var name : text.strip().split("/", -1)) {
      if (name.chars().anyMatch(Character::isLetterOrDigit)) { // dots stand for what was left out
        var one = alias(name);
        transforms.merge(kindOf(one), List.of(one), Proposal::both);
      }
    }
    return new Proposal(protocol, transforms);
  }

  /**
   * The short names of what daemons print, proposals joined by commas.
   *
   * @param printed for instance {@code
   *     IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048, IKE:…}
   */
  public static String shorten(String printed) {
    return Arrays.stream(printed.split(",\\s*", -1))
        .map(
            one ->
                Arrays.stream(one.strip().replaceFirst("^(?:IKE|ESP|AH):", "").split("[/ ]", -1))
                    .map(Proposal::shortName)
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.joining("/")))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Azure's name of a cipher, and groups by number. */
  private static String alias(String name) {
    if (name.startsWith("gcmaes")) {
      return "aes" + name.substring("gcmaes".length()) + "gcm16";
    }
    var number =
        name.startsWith("dhgroup")
            ? name.substring(7)
            : name.startsWith("dh") ? name.substring(2) : "";
    return number.matches("\\d{1,2}")
        ? Algorithm.group(Integer.parseInt(number)).orElse(name)
        : name;
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Transform kindOf(String name) {
    if (name.startsWith("modp")
        || name.startsWith("ecp")
        || name.startsWith("curve")
        || name.startsWith("x25")
        || name.startsWith("x448")
        || name.startsWith("mlkem")
        || name.startsWith("dh")
        || name.startsWith("ke")) {
      return Transform.GROUP;
    }
    if (name.startsWith("prf")) {
      return Transform.PRF;
    }
    if (name.endsWith("esn")) {
      return Transform.SEQUENCE_NUMBERS;
    }
    return name.startsWith("sha")
            || name.startsWith("md5")
            || name.startsWith("aesxcbc")
            || name.startsWith("aescmac")
            || name.startsWith("hmac")
        ? Transform.INTEGRITY
        : Transform.ENCRYPTION;
  }

  private static String shortName(String printed) {
    var name = printed.toLowerCase(Locale.ROOT);
    if (name.equals("no_ext_seq")) {
      return "";
    }
    if (name.equals("ext_seq")) {
      return "esn";
    }
    return name.replaceFirst("^aes_cbc_", "aes")
        .replaceFirst("^aes_gcm_(\\d+)_(\\d+)$", "aes$2gcm$1")
        .replaceFirst("^3des_cbc$", "3des")
        .replaceFirst("^(prf_)?hmac_sha2_(\\d+)(?:_\\d+)?$", "$1sha$2")
        .replaceFirst("^(prf_)?hmac_(sha1|md5)(?:_\\d+)?$", "$1$2")
        .replace("_", "");
  }
}
