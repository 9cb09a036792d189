package io.tunnelscope.app.gateways;

import io.tunnelscope.app.http.Fields;
import io.tunnelscope.app.http.Query;
import io.tunnelscope.app.providers.azure.AzureEndpoints;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.core.network.ArmId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How accounts, credentials and storages come over the wire. No complaint repeats a secret. */
final class AccountFields {
  private static final int LONGEST_ADDRESS = 300;

  private static final Pattern DIRECTORY =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,500}");
  private static final Pattern STORAGE_KEY = Pattern.compile("[A-Za-z0-9+/]{20,200}={0,2}");

  private static final URI NOWHERE = URI.create("https://invalid/");
  private static final UUID NOBODY = new UUID(0, 0);

  private AccountFields() {}

  /** What the wire says of a new Azure subscription. */
  record NewAccount(AzureEndpoints endpoints, UUID azureSubscription, AzureCredential credential) {}

  /** What the wire says of a storage. */
  record NewStorage(ArmId account, URI container, Optional<Secret> key) {}

  /** Means nothing when there is a complaint. */
  static NewAccount account(Fields fields) {
    return new NewAccount(
        endpoints(fields), uuid(fields, "subscription").orElse(NOBODY), credential(fields));
  }

  /** Means nothing when there is a complaint. */
  static AzureCredential credential(Fields fields) {
    var directory =
        fields.parsed(
            "directory",
            text -> Optional.of(text).filter(DIRECTORY.asMatchPredicate()),
            "the id or a domain of the directory (tenant) of Azure",
            "Azure 디렉터리(테넌트)의 ID 또는 도메인");
    var client = uuid(fields, "clientId");
    var secret = secret(fields, "clientSecret");
    return new AzureCredential(directory.orElse(""), client.orElse(NOBODY), secret);
  }

  /** Throws the complaints. */
  static NewStorage storage(Fields fields) {
    var account =
        fields.parsed(
            "accountId",
            text -> ArmId.parse(text).filter(id -> id.type().equalsIgnoreCase("storageAccounts")),
            "the resource id of a storage account",
            "스토리지 계정의 리소스 ID");
    var container =
        fields.parsed(
            "container",
            Container::parse,
            "the address of a blob container, as https://ACCOUNT.blob.core.windows.net/CONTAINER",
            "https://ACCOUNT.blob.core.windows.net/CONTAINER 형식의 Blob 컨테이너 주소");
    var key = fields.optionalSecret("key");
    if (key.isPresent() && !STORAGE_KEY.matcher(key.get().reveal()).matches()) {
      fields.complainAbout(
          "key",
          new Text("must be the key of a storage account, in base64", "base64로 된 스토리지 계정 키여야 합니다"));
    }
    container
        .flatMap(Container::accountOf)
        .filter(name -> account.isPresent() && !name.equalsIgnoreCase(account.get().name()))
        .ifPresent(
            name ->
                fields.complainAbout(
                    "container",
                    new Text(
                        "must be in the account that accountId names, not in " + name,
                        "accountId의 계정에 있어야 합니다 (" + name + " 계정이 아님)")));
    fields.throwIfInvalid();
    return new NewStorage(account.orElseThrow(), container.orElseThrow(), key);
  }

  private static AzureEndpoints endpoints(Fields fields) {
    var cloud = fields.optionalText("cloud");
    var authority = fields.optionalText("authority");
    var resourceManager = fields.optionalText("resourceManager");
    boolean custom = authority.isPresent() && resourceManager.isPresent();
    boolean addresses = authority.isPresent() || resourceManager.isPresent();
    if (cloud.isPresent() == custom || (cloud.isPresent() && addresses)) {
      fields.complainAbout(
          "cloud",
          new Text(
              "must be public, usgov or china; a cloud of another kind is told by authority and resourceManager instead",
              "public, usgov, china 중 하나여야 합니다. 다른 클라우드는 authority와 resourceManager로 지정합니다"));
    }
    if (custom) {
      return new AzureEndpoints(
          address(fields, "authority", authority.get()),
          address(fields, "resourceManager", resourceManager.get()));
    }
    var known = cloud.flatMap(Cloud::parse).flatMap(Cloud::endpoints);
    if (cloud.isPresent() && known.isEmpty()) {
      fields.complainAbout(
          "cloud", new Text("must be public, usgov or china", "public, usgov, china 중 하나여야 합니다"));
    }
    return known.orElse(AzureEndpoints.PUBLIC);
  }

  /** Without slashes at the end. */
  private static URI address(Fields fields, String name, String text) {
    try {
      var uri = new URI(text.replaceFirst("/{1,8}$", ""));
      if (text.length() <= LONGEST_ADDRESS && WebAddress.isOne(uri) && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Told below, the same way.
    }
    fields.complainAbout(
        name, new Text("must be an https address without a query", "쿼리가 없는 https 주소여야 합니다"));
    return NOWHERE;
  }

  private static Optional<UUID> uuid(Fields fields, String name) {
    return fields.parsed(
        name,
        Query::parseUuid,
        "an id like 01234567-89ab-cdef-0123-456789abcdef",
        "01234567-89ab-cdef-0123-456789abcdef 형식의 ID");
  }

  private static Secret secret(Fields fields, String name) {
    var secret = fields.secret(name);
    if (!secret.isEmpty() && !SECRET.matcher(secret.reveal()).matches()) {
      fields.complainAbout(
          name,
          new Text(
              "must be 1 to 500 letters, digits and signs of ASCII without blanks: the value of a client secret, not its id",
              "공백 없는 ASCII 문자 1~500자여야 합니다. 클라이언트 비밀의 ID가 아니라 값을 입력하십시오"));
    }
    return secret;
  }
}
