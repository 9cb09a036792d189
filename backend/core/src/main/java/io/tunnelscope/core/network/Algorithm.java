package io.tunnelscope.core.network;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of algorithms by their short names: how good they are, and how strongSwan,
 * libreswan and Azure spell them.
 */
public final class Algorithm {

  /** A group's number in the registry of IANA. */
  private static final Map<String, Integer> GROUPS =
      Map.ofEntries(
          Map.entry("modp768", 1),
          Map.entry("modp1024", 2),
          Map.entry("modp1536", 5),
          Map.entry("modp2048", 14),
          Map.entry("modp3072", 15),
          Map.entry("modp4096", 16),
          Map.entry("modp6144", 17),
          Map.entry("modp8192", 18),
          Map.entry("ecp256", 19),
          Map.entry("ecp384", 20),
          Map.entry("ecp521", 21),
          Map.entry("modp1024s160", 22),
          Map.entry("modp2048s224", 23),
          Map.entry("modp2048s256", 24),
          Map.entry("ecp192", 25),
          Map.entry("ecp224", 26),
          Map.entry("curve25519", 31),
          Map.entry("curve448", 32));

  /** The groups of Azure's custom policies: {@code dhGroup} and {@code pfsGroup}. */
  private static final Map<String, String[]> AZURE_GROUPS =
      Map.of(
          "modp768", new String[] {"DHGroup1", "PFS1"},
          "modp1024", new String[] {"DHGroup2", "PFS2"},
          "modp2048", new String[] {"DHGroup14", "PFS2048"},
          "modp2048s256", new String[] {"DHGroup24", "PFS24"},
          "ecp256", new String[] {"ECP256", "ECP256"},
          "ecp384", new String[] {"ECP384", "ECP384"});

  private Algorithm() {}

  /** As people write a group: {@code modp2048 (group 14)}; other algorithms as they are. */
  public static String inWords(String name) {
    var number = GROUPS.get(name);
    return number == null ? name : name + " (group " + number + ")";
  }

  /** The short name of a group that a log gives by number only, for instance 14. */
  public static Optional<String> group(int number) {
    return GROUPS.entrySet().stream()
        .filter(group -> group.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** 0 is broken, 2 still in use, 3 and more is what to choose. */
  public static int strength(String name) {
    return switch (name) {
      case "aes256gcm16", "aes256", "chacha20poly1305", "ecp384", "ecp521", "curve448" -> 5;
      case "aes192gcm16", "aes192", "aes128gcm16", "sha384", "sha512", "ecp256", "curve25519" -> 4;
      case "modp3072", "modp4096", "modp6144", "modp8192" -> 4;
      case "aes128", "sha256", "modp2048" -> 3;
      case "modp1536", "modp2048s256", "modp2048s224", "aesxcbc", "aescmac" -> 2;
      case "3des", "sha1", "modp1024" -> 1;
      default -> name.startsWith("aes") ? 3 : 0;
    };
  }

  /** Whether it encrypts and protects in one, so that no integrity algorithm goes with it. */
  public static boolean isCombined(String encryption) {
    return encryption.contains("gcm")
        || encryption.contains("ccm")
        || encryption.contains("poly1305");
  }

  static String libreswan(String name) {
    return switch (name) {
      case "sha256" -> "sha2_256";
      case "sha384" -> "sha2_384";
      case "sha512" -> "sha2_512";
      case "aes256gcm16" -> "aes_gcm256";
      case "aes192gcm16" -> "aes_gcm192";
      case "aes128gcm16" -> "aes_gcm128";
      default ->
          GROUPS.containsKey(name) && !name.matches("modp\\d+") ? "dh" + GROUPS.get(name) : name;
    };
  }

  /** Empty when Azure's policies have no such encryption. */
  static Optional<String> azureEncryption(String name, boolean esp) {
    return switch (name) {
      case "aes256", "aes192", "aes128" -> Optional.of("AES" + name.substring(3));
      case "aes256gcm16" -> Optional.of("GCMAES256");
      case "aes128gcm16" -> Optional.of("GCMAES128");
      case "aes192gcm16" -> esp ? Optional.of("GCMAES192") : Optional.empty();
      case "3des" -> Optional.of("DES3");
      case "des" -> Optional.of("DES");
      default -> Optional.empty();
    };
  }

  /** Empty when Azure's policies have no such integrity. */
  static Optional<String> azureIntegrity(String name, boolean esp) {
    return switch (name) {
      case "sha256" -> Optional.of("SHA256");
      case "sha1" -> Optional.of("SHA1");
      case "md5" -> Optional.of("MD5");
      case "sha384" -> esp ? Optional.empty() : Optional.of("SHA384");
      default -> Optional.empty();
    };
  }

  /** Empty when Azure's policies have no such group. */
  static Optional<String> azureGroup(String name, boolean pfs) {
    return Optional.ofNullable(AZURE_GROUPS.get(name)).map(names -> names[pfs ? 1 : 0]);
  }
}
