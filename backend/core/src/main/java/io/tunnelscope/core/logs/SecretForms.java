package io.tunnelscope.core.logs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The ways in which secrets are written: configurations of daemons and devices, command lines, the
 * web, and what daemons print of keys. A word that only speaks of a key is followed by a sentence,
 * not by a key; that is what most of the conditions are for.
 */
final class SecretForms {

  /**
   * One way to write a secret. Group 1 of the pattern is the secret. It applies only to lines in
   * which one of the hints occurs, in whatever case.
   */
  record Form(String kind, Pattern pattern, List<String> hints) {

    private static Form of(String kind, String pattern, String... hints) {
      return new Form(kind, Pattern.compile(pattern), List.of(hints));
    }
  }

  private static final String NAME =
      "(?:psk|pre[-_ ]?shared[-_ ]?(?:key|secret)|shared[-_]?(?:access[-_]?)?key|account[-_]?key|api[-_]?key|secret|passphrase|passwo?r?d|passwd|passcode|key-?string|bindpw|pwd|(?:access|refresh|auth|id|session)[-_]?token|pass(?=[\"']?\\s{0,2}=))";
  private static final String[] NAME_HINTS = {
    "psk",
    "shared",
    "account",
    "api",
    "secret",
    "pass",
    "key-string",
    "keystring",
    "bindpw",
    "pwd",
    "token"
  };

  /** In quotes: those of a text within a text, doubled ones, usual ones, and without their end. */
  private static final String QUOTED =
      "\\\\{1,3}\"[^\"\\\\]{1,4096}\\\\{1,3}\"|\"\"[^\"]{1,4096}\"\""
          + "|\"[^\"\\\\]{0,4096}+(?:\\\\.[^\"\\\\]{0,4096}+){0,64}+\""
          + "|'[^']{1,4096}(?:''[^']{1,4096}){0,8}'|\"[^\"]{1,4096}\"|[\"'][^\"']{1,4096}$";

  /**
   * A separator or quote belongs to the word if the word goes on behind it; the line break at the
   * end of a text within JSON does not.
   */
  private static final String BARE =
      "(?!\\{\\s{0,8}(?:[\\\\\"']|$)|\\[\\s{0,8}[\\\\\"'])(?:[^\\s\"',;\\\\]|\\\\(?![nrt\\\\]{0,4}\")|[,;](?![\\s\"'\\\\]|$|[\\w.-]{1,64}\\s?[=:])|'(?=\\w)){1,512}+";

  private static final String VALUE = "(" + QUOTED + "|" + BARE + ")";

  /** How a sentence about keys goes on behind the word for them. */
  private static final String SENTENCE =
      "(?!(?:auth\\w{0,12}|found|i[sdnt]|ids|was|are|were|ha[sd]|have|not?|none|for|o[fnr]|at|by|to|from|with|and|but|if|that|which|this|the|an?|as|fail\\w{0,4}|mis-?match\\w{0,4}|success\\w{0,4}|succeeded|incorrect|invalid|wrong|unknown|missing|expired|changed|required|requested|needed|accepted|rejected|refused|denied|lookup|identity|method|mode|keys?|type|len(?:gth)?|will|would|can|cannot|could|did|does|do|should|must|may|might|based|use[ds]?|using|set|unset|configured|defined|loaded|differ\\w{0,4}|size|bytes|bits|check|verif\\w{0,8}|exchange|error|proposal|negotiation|address|hostname|local|remote|between|peer|host|data|value|string|file|group)(?![^\\s\"',;.:)!?]))";

  /** What devices put between the word and the key: whose it is, how it is coded. */
  private static final String CODING =
      "(?:(?:ascii-text|hexadecimal|hex|local|remote|clear|encrypted|plaintext|cipher|simple|key|ENC|[0-9])\\s{1,8}){0,3}";

  /** The end of a line, or of the line within JSON or CSV. */
  private static final String LINE_END = "(?:$|\\\\[nr]|\")";

  /** Nothing more is said on the line, or what may follow a key. */
  private static final String ENDS =
      "(?=;?\\s{0,8}"
          + LINE_END
          + "|;?\\s{1,8}(?:[;#!}]|address\\b|hostname\\b|ipv6\\b|no-xauth\\b|encrypted\\b|privilege\\b))";

  private static final String HEX =
      "((?=(?:[ :]{0,2}[0-9A-Fa-f]){8})[0-9A-Fa-f]{2,1024}(?:[ :-]{1,2}[0-9A-Fa-f]{2,1024}){0,256})(?![0-9A-Za-z])";

  /**
   * {@code … SharedKey -Value 'value'}, {@code shared-key update --value value}, {@code "value":}.
   */
  static final Form NEAR_SHARED_KEY =
      Form.of(
          "key",
          "(?i)(?:\\\\{0,3}[\"']value\\\\{0,3}[\"']\\s{0,8}:\\s{0,8}|(?<!\\S)--?value(?:\\s{1,8}|=|:\\s{0,8}))"
              + VALUE,
          "sharedkey",
          "shared-key",
          "shared_key");

  /** In the order in which they are looked for. */
  static final List<Form> ALL =
      List.of(
          // name = value, name: value, "name": "value", "name": {"value": "value"}
          Form.of(
              "key",
              "(?i)(?<!\\b(?:invalid|wrong|bad) )"
                  + NAME
                  + "[\\w-]{0,16}(?:(?:\\\\{0,3}[\"'])\\s{0,8}[:=](?!>)(?=\\s{0,8}(?:[\"'\\\\{\\[]|\\S{1,512}\\s{0,8}(?:$|[,}\\]])))|(?:\\\\{0,3}[\"'])?\\s{0,8}(?:=>(?=\\s{0,8}[\"'])|%3[ad]|\\((?=\\s{0,2}[\"']))|\\s{0,8}(?::=|=(?!>)|:(?![>=\\s]|(?:RSA|DSS)[ -]|pre-?shared|GSSAPI)|:\\s{1,8}"
                  + SENTENCE
                  + "))\\s{0,8}(?:\\{\\s{0,8}\\\\{0,3}[\"']?[\\w-]{1,32}\\\\{0,3}[\"']?\\s{0,8}[:=]\\s{0,8}){0,2}"
                  + VALUE,
              NAME_HINTS),
          // options of commands: -SharedKey 'value', --shared-key value
          Form.of(
              "key",
              "(?i)(?<!\\S)--?[\\w-]{0,32}?"
                  + NAME
                  + "(?!-?(?:name|file|id|path|length|type)\\b)[\\w-]{0,16}(?:\\s{1,8}|=)(?!-)"
                  + VALUE,
              NAME_HINTS),
          NEAR_SHARED_KEY,
          Form.of(
              "key",
              "(?i)<[\\w.:-]{0,40}?(?:"
                  + NAME
                  + "|prv|private-?key)[\\w.-]{0,16}(?:\\s[^<>]{0,256})?>\\s{0,8}(?:<key>)?(?:<!\\[CDATA\\[)?([^<\\]]{1,8192})(?:]]>)?\\s{0,8}<\\\\?/",
              "</",
              "<\\/"),
          // ipsec.secrets
          Form.of("key", "(?i)(?:^|\\s):\\s{0,8}PSK\\s{1,8}" + SENTENCE + VALUE, "psk"),
          Form.of(
              "key",
              "(?i):\\s{0,8}(?:EAP|XAUTH|NTLM|PIN|RSA|ECDSA|BLISS|PKCS8|P12|PPKS?)\\s{1,8}(?:(?:\"[^\"]{1,256}\"|\\S{1,256})\\s{1,8}(?=[\"'\\\\\\[]))?+("
                  + QUOTED
                  + ")",
              "eap",
              "xauth",
              "ntlm",
              "pin",
              "rsa",
              "ecdsa",
              "bliss",
              "pkcs8",
              "p12",
              "ppk"),
          Form.of(
              "key",
              "(?i)(?:^|\\s):\\s{1,8}(?:(?:EAP|XAUTH|NTLM|PIN)\\s{1,8}(?:%\\S{1,64}\\s{1,8})?|(?:RSA|ECDSA|BLISS|PKCS8|P12)\\s{1,8}\\S{0,256}[./]\\S{1,256}\\s{1,8})(?!%|MS-?CHAP|PEAP|T?TLS|MD5|GTC|AKA|SIM|RADIUS|DYNAMIC)"
                  + SENTENCE
                  + "([^\\s\"']{1,512}+)(?=\\s{0,8}$|\\s{1,8}#)",
              "eap",
              "xauth",
              "ntlm",
              "pin",
              "rsa",
              "ecdsa",
              "bliss",
              "pkcs8",
              "p12"),
          // configurations of devices that need no sign in between
          Form.of(
              "key",
              "(?i)(?<![=\\w-])(?:PSK|pre-shared-(?:key|secret)|pre-share key|key-?string|passphrase|psksecret(?:-remote)?)\\s{1,8}"
                  + CODING
                  + "("
                  + QUOTED
                  + "|"
                  + SENTENCE
                  + "(?:"
                  + BARE
                  + ENDS
                  + "|(?=[^\\s\\d]{0,64}\\d)(?=[^\\sa-z]{0,64}[a-z])(?!IKEv|RFC|SHA|AES|3?DES|MD5|DH)[^\\s\"'=,;]{4,512}))",
              "psk",
              "pre-share",
              "key-string",
              "keystring",
              "passphrase"),
          Form.of(
              "key",
              "(?i)\\b(?:isakmp key|pre-shared-key (?:address|hostname) \\S.{0,100}? key) (?:[0-9] )?"
                  + VALUE,
              "isakmp key",
              "pre-shared-key"),
          Form.of(
              "key",
              "(?i)\\b(?:user(?:name)? \\S{1,64}(?: privilege \\d{1,2})?|enable) (?:password|secret)(?: level \\d{1,2})?\\s{1,8}(?:[0-9]\\s{1,8})?"
                  + SENTENCE
                  + VALUE,
              "password",
              "secret"),
          Form.of(
              "key",
              "(?i)(?:^|\"|\\bMESSAGE=)\\s{0,64}(?:set\\s{1,8}(?:.{0,200}?\\s)?)?[\\w-]{0,24}?(?:password|passwd|passphrase|psk|secret)\\s{1,8}(?:(?:ENC|[0-9])\\s{1,8})?"
                  + SENTENCE
                  + VALUE
                  + ENDS,
              "pass",
              "psk",
              "secret"),
          Form.of(
              "key",
              "(?i)\\b(?:psksecret|password|passwd|secret|community)\\s{1,8}(?:(?:ENC|[0-9])\\s{1,8})?("
                  + QUOTED
                  + "|(?<=\\bENC\\s)\\S{4,2048}|(?<=\\b[0-9]\\s)\\S{1,512}|(?<=snmp-server community )\\S{1,512})",
              "secret",
              "pass",
              "community"),
          Form.of(
              "key",
              "(?i)(?:(?:radius|tacacs)[\\w.-]{0,24} (?:.{0,80}? )?key (?:(?:[0-9]|simple|cipher) )?"
                  + SENTENCE
                  + "|(?:^|\")\\s{0,16}key (?:[0-9]|simple|cipher) |^\\s{1,16}key )([^\\s\"\\\\]{1,512})(?=\\s{0,8}"
                  + LINE_END
                  + ")",
              "key "),
          // what devices make of passwords; some can be turned back
          Form.of(
              "key",
              "(\\$(?:[0-9]|1[0-9]|2[abxy])\\$[^\\s\"';,\\\\]{4,512})",
              "$1",
              "$2",
              "$5",
              "$6",
              "$8",
              "$9"),
          Form.of(
              "key",
              "(?i)private[-_ ]?key\\\\{0,3}[\"']?\\s{0,8}[:=]\\s{0,8}\\\\{0,3}[\"']?([A-Za-z0-9+/]{40,4096}={0,2})",
              "private"),
          Form.of(
              "pem",
              "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----([^-]{1,32768}+(?:-{1,4}(?!-)[^-]{1,32768}+){0,64})",
              "private key-----"),
          // the web
          Form.of(
              "authorization",
              "(?i)\\b(?:authorization[\"']?\\s{0,8}[:=]\\s{0,8}[\"']?(?:bearer |basic |digest |sharedkey )?|bearer )([A-Za-z0-9._~+/=:-]{8,4096})",
              "authorization",
              "bearer"),
          Form.of("authorization", "(?i)\\bresponse=\"?([0-9a-f]{32,128})", "digest"),
          Form.of(
              "token",
              "(?i)\\bx-auth-token[\"']?\\s?[:=]\\s?[\"']?([^\\s\"',;]{8,4096})",
              "x-auth"),
          Form.of(
              "cookie",
              "(?i)\\bcookie\\\\{0,3}[\"']?\\s{0,8}:\\s{0,8}\\\\{0,3}[\"']?([\\w!#$%&*.^`|~+-]{1,128}=[^\"'\\\\]{1,4096})",
              "cookie"),
          Form.of("signature", "(?i)\\bsig=([^&\\s\"']{4,1024})", "sig="),
          Form.of("url", "://[^\\s/@:\"']{0,256}:([^\\s/@\"']{1,256})@", "://"),
          Form.of(
              "token",
              "(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{5,4096}\\.[A-Za-z0-9_-]{0,8192}\\.[A-Za-z0-9_.-]{0,8192})",
              "eyj"),
          Form.of("token", "\\b(xox[a-z]-[A-Za-z0-9-]{8,512})", "xox"),
          // keys that daemons print by name: SK_ei 32:5f1d…, SKEYID 5f1d8b3e 99a01122 …
          Form.of(
              "hex",
              "(?i)\\b(?:SK_(?:d|a|ai|ar|e|ei|er|p|pi|pr)|SKEYID(?:_[a-z])?|SKEYSEED|KEYMAT|g\\^xy|(?:enc(?:ryption)?|auth(?:entication)?|integrity|session|master|shared|final) (?:key|secret)|key material)\\b[ =:]{1,8}(?:\\d{1,4} ?[:=] ?)?(?:0x)?"
                  + HEX,
              "sk_",
              "skey",
              "keymat",
              "g^xy",
              " key",
              " secret"),
          Form.of(
              "hex", "\\b(?:enc|auth|auth-trunc|aead) \\S{1,64} 0x([0-9a-fA-F]{8,1024})\\b", " 0x"),
          Form.of(
              "hex",
              "(?i)(?:\\bkey[ =]\\d{1,3}[: ]|\\b(?:enc|auth)-?key[=:]\\s?(?:0x)?)([0-9a-f]{8,1024})\\b",
              "key ",
              "key=",
              "key:"),
          Form.of(
              "key",
              "(?i)\\bcurl\\b.{0,200}?\\s(?:-u|--user)[ =]{1,4}[\"']?[^\\s:\"']{1,64}:([^\\s\"']{1,256})",
              "curl"),
          // FortiGate's packets before they are encrypted
          Form.of("hex", "\\bike \\S{1,64} (?:enc|dec) ([0-9a-fA-F]{16,8192})", " enc ", " dec "),
          // what a daemon prints of key material: bytes behind the even number of the first of them
          Form.of(
              "hex",
              "(?:\\b\\d{1,6}|\\b0x[0-9a-fA-F]{1,8}|\\|)\\s{0,3}:? {1,4}((?:[0-9A-Fa-f]{2} {1,2}){4,32}.{0,64})",
              "| ",
              " : ",
              "0: ",
              "2: ",
              "4: ",
              "6: ",
              "8: "),
          // the last of these lines, which may hold a byte
          Form.of(
              "hex",
              "(?:[]>]\\s{1,8}\\d{1,6}: |\\|\\s{2,8}(?=(?:[0-9a-f]{2}\\s{0,2}){1,32}"
                  + LINE_END
                  + "))([0-9A-Fa-f]{2}(?: {1,2}[0-9A-Fa-f]{2}){0,31}(?: [^\"]{0,64})?)(?![^\\s\"\\\\])",
              "|  ",
              "0: ",
              "2: ",
              "4: ",
              "6: ",
              "8: "),
          Form.of("hex", "\\b0x([0-9a-fA-F]{32,1024})\\b", "0x"));

  /** Names in Korean; too few to be looked for with the others, which are in ASCII. */
  static final Form KOREAN =
      Form.of(
          "key",
          "(?:비밀\\s?번호|암호|(?:사전\\s?)?공유\\s?(?:비밀\\s?)?키|비밀\\s?키)[\"']?\\s{0,8}[:=]\\s{0,8}" + VALUE,
          "비밀",
          "암호",
          "공유");

  /**
   * Words or bytes in hex with blanks between them, as dumps have them: three words of eight
   * digits, eight bytes, or a line that holds nothing else.
   */
  static final Pattern DUMP =
      Pattern.compile(
          "(?<![\\w.:-])((?:[0-9A-Fa-f]{8} {1,2}){2,512}[0-9A-Fa-f]{8}(?: {1,2}[0-9A-Fa-f]{1,7})?|(?:[0-9A-Fa-f]{2} {1,2}){7,512}[0-9A-Fa-f]{2})(?![\\w.:-])");

  static final Pattern END_OF_DUMP =
      Pattern.compile("^\\s{0,16}([0-9A-Fa-f]{8}(?: [0-9A-Fa-f]{1,8}){0,8})\\s{0,8}$");

  private SecretForms() {}
}
