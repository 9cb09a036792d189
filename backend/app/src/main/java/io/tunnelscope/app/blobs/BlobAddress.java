package io.tunnelscope.app.blobs;

import static java.util.Objects.requireNonNull;

import com.azure.storage.blob.BlobUrlParts;
import io.tunnelscope.app.settings.Secret;
import java.net.URI;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A container and what opens it. Prints without the secret.
 *
 * @param container its address, {@code https://ACCOUNT.blob.core.windows.net/CONTAINER} or, where
 *     the host is an IP address, {@code http://HOST:PORT/ACCOUNT/CONTAINER}; without a query
 */
public record BlobAddress(URI container, Credential credential) {
  private static final Pattern NAME = Pattern.compile("\\$?[a-z0-9][a-z0-9-]{1,62}");

  /** What opens a container. */
  public sealed interface Credential {

    /** One of the two keys of the storage account, in base64. */
    record AccountKey(Secret key) implements Credential {}

    /** A shared access signature: the query of an address, without the question mark. */
    record Signature(Secret query) implements Credential {}
  }

  /**
   * @throws IllegalArgumentException when the address is not one of a container, or the key not
   *     base64; the message holds neither
   */
  public BlobAddress {
    requireNonNull(container, "container");
    requireNonNull(credential, "credential");
    if (!isContainer(container)) {
      throw new IllegalArgumentException("not the address of a blob container");
    }
    if (credential instanceof Credential.AccountKey(var key) && !isBase64(key)) {
      throw new IllegalArgumentException("not the key of a storage account");
    }
  }

  public static BlobAddress withKey(URI container, Secret key) {
    return new BlobAddress(container, new Credential.AccountKey(key));
  }

  public static BlobAddress withSignature(URI container, Secret query) {
    return new BlobAddress(container, new Credential.Signature(query));
  }

  /** Whether it can be the address of a container: account and container are named, no more. */
  public static boolean isContainer(URI address) {
    if (address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      return false;
    }
    var parts = parts(address);
    return parts.getAccountName() != null
        && parts.getBlobContainerName() != null
        && NAME.matcher(parts.getBlobContainerName()).matches()
        && (parts.getBlobName() == null || parts.getBlobName().isEmpty());
  }

  String account() {
    return parts(container).getAccountName();
  }

  private static BlobUrlParts parts(URI address) {
    return BlobUrlParts.parse(address.toString());
  }

  private static boolean isBase64(Secret key) {
    try {
      return Base64.getDecoder().decode(key.reveal()).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
