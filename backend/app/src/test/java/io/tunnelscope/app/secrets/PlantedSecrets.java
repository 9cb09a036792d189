package io.tunnelscope.app.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Secrets drawn by lot (seeded), and the lines of configurations and logs that give them away. */
final class PlantedSecrets {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** Whatever stands around the secret is how daemons, devices and people write it. */
  private static final List<String> NAMED =
      List.of(
          "psk = %s",
          "secret=\"%s\"",
          "  secret = %s",
          "203.0.113.1 198.51.100.1 : PSK \"%s\"",
          "@moon.example @sun.example : PSK %s",
          " pre-shared-key %s",
          "set vpn ipsec site-to-site peer 203.0.113.1 authentication pre-shared-secret %s",
          "set security ike policy p pre-shared-key ascii-text \"%s\"",
          "crypto isakmp key %s address 192.0.2.1",
          "ikev2 remote-authentication pre-shared-key %s",
          "        set psksecret %s",
          "        set psksecret ENC %s",
          "/ip ipsec identity add peer=a secret=%s",
          "{\"sharedKey\": \"%s\"}",
          "{\"properties\":{\"sharedKey\":\"%s\",\"routingWeight\":10}}",
          "New-AzVirtualNetworkGatewayConnection -SharedKey: '%s'",
          "client_secret=%s",
          "AZURE_CLIENT_SECRET: %s",
          "AccountName=logs;AccountKey=%s;EndpointSuffix=core.windows.net",
          "Authorization: Bearer %s",
          "> Authorization: Basic %s",
          "\"authorization\": \"SharedKey logs:%s\"",
          "GET https://logs.blob.core.windows.net/a?sv=2024-01-01&sig=%s&se=2",
          "fetching https://carol:%s@crl.example/list",
          "curl -u ftp://x:%s@198.51.100.7/a.log",
          "carol : EAP \"%s\"",
          "carol : XAUTH %s",
          ": RSA gateway.pem \"%s\"",
          "username carol password 0 %s",
          "key-string %s",
          "password: %s",
          "passphrase=%s",
          "api_key=%s",
          "x-api-key: %s",
          "bearer %s",
          "posting with xoxb-1234-%s");

  private final Random random = new Random(20_261_127);
  private final List<String> secrets = new ArrayList<>();

  /** All that were drawn so far. */
  List<String> all() {
    return List.copyOf(secrets);
  }

  /** One that the product made. */
  void know(String secret) {
    secrets.add(secret);
  }

  /** 24 letters and digits. */
  String one() {
    return kept(letters(24));
  }

  /** One that is base64, as keys of storage accounts are. */
  String base64() {
    var bytes = new byte[64];
    random.nextBytes(bytes);
    return kept(Base64.getEncoder().encodeToString(bytes));
  }

  /** A line for each way in which secrets have a name beside them. */
  String named() {
    return NAMED.stream().map(line -> line.formatted(one())).collect(Collectors.joining("\n"));
  }

  /** Tokens that nothing names: of three parts, or long and drawn by lot. */
  String tokens() {
    var header = Base64.getUrlEncoder().encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8));
    return "got %s.%s.%s%n".formatted(header.replace("=", ""), one() + letters(60), one())
        + "using %s%n".formatted(kept(letters(48)));
  }

  /** A private key in its armour; each line of it is a secret. */
  String pem(String kind) {
    var bytes = new byte[300];
    random.nextBytes(bytes);
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    body.lines().forEach(this::kept);
    return "-----BEGIN %s-----%n%s%n-----END %s-----".formatted(kind, body, kind);
  }

  /** Key material as daemons print it. */
  String dumps() {
    var first = bytes(16);
    var second = bytes(16);
    var third = bytes(20);
    return "11[ENC]    0: %s  ................%n"
            .formatted(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(first))
        + "|   %s%n".formatted(HexFormat.ofDelimiter(" ").formatHex(second))
        + "enc cbc(aes) 0x%s%n".formatted(HexFormat.of().formatHex(third));
  }

  /** A line of a configuration, coded so that no name stands beside the secret. */
  String wrapped() {
    var line = "psk = " + one();
    var other = "secret=\"" + one() + "\"";
    return "payload %s%n".formatted(Base64.getEncoder().encodeToString(line.getBytes(UTF_8)))
        + "data:text/plain;base64,%s%n"
            .formatted(Base64.getEncoder().encodeToString(other.getBytes(UTF_8)))
        + "attribute %s%n".formatted(HexFormat.of().formatHex(("psk=" + one()).getBytes(UTF_8)))
        + "%s%n"
            .formatted(
                Base64.getEncoder().encodeToString(("PSK \"" + one() + '"').getBytes(UTF_16LE)));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    secrets.add(new String(bytes, ISO_8859_1));
    return bytes;
  }

  private String kept(String secret) {
    if (secret.length() >= Needle.SHORTEST) {
      secrets.add(secret);
    }
    return secret;
  }

  private String letters(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length()))))
        .collect(Collectors.joining());
  }

  /** Bytes that give a secret away. */
  static final class Needle {
    static final int SHORTEST = 12;

    private final String secret;
    private final String coding;
    private final byte[] bytes;

    private Needle(String secret, String coding, byte[] bytes) {
      this.secret = secret;
      this.coding = coding;
      this.bytes = bytes;
    }

    String secret() {
      return secret;
    }

    String coding() {
      return coding;
    }

    /** Not to be changed. */
    byte[] bytes() {
      return bytes;
    }

    /** The secret as it is, and as it looks in the codings that programs put texts into. */
    static List<Needle> of(String secret) {
      var needles = new ArrayList<Needle>();
      boolean binary = secret.chars().anyMatch(c -> c < ' ' || c > '~');
      var plain = binary ? secret.getBytes(ISO_8859_1) : secret.getBytes(UTF_8);
      needles.add(new Needle(secret, "plain", plain));
      if (!binary) {
        for (Charset wide : List.of(UTF_16LE, UTF_16BE)) {
          needles.add(new Needle(secret, wide.name(), secret.getBytes(wide)));
          base64(needles, secret, "base64 of " + wide.name(), secret.getBytes(wide));
        }
      }
      base64(needles, secret, "base64", plain);
      for (var hex :
          List.of(
              HexFormat.of(),
              HexFormat.of().withUpperCase(),
              HexFormat.ofDelimiter(" "),
              HexFormat.ofDelimiter(" ").withUpperCase(),
              HexFormat.ofDelimiter(":"),
              HexFormat.of().withPrefix("%").withUpperCase())) {
        needles.add(new Needle(secret, "hex", hex.formatHex(plain).getBytes(UTF_8)));
      }
      return needles;
    }

    /** Wherever it begins in a group of three bytes; the ends depend on the neighbours. */
    private static void base64(List<Needle> needles, String secret, String coding, byte[] plain) {
      for (int before = 0; before < 3; before++) {
        var shifted = new byte[before + plain.length];
        System.arraycopy(plain, 0, shifted, before, plain.length);
        var text = Base64.getEncoder().encodeToString(shifted);
        var middle = text.substring(before == 0 ? 0 : 4, shifted.length / 3 * 4);
        needles.add(new Needle(secret, coding, middle.getBytes(UTF_8)));
        needles.add(
            new Needle(secret, coding, middle.replace('+', '-').replace('/', '_').getBytes(UTF_8)));
      }
    }
  }
}
