package io.tunnelscope.app.providers.azure;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * Where a cloud of the Azure family answers; see
 * https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure and the
 * same page of Azure China.
 *
 * @param authority hands out tokens, without a slash at the end
 * @param resourceManager without a slash at the end; also the audience of its tokens
 */
public record AzureEndpoints(URI authority, URI resourceManager) {
  public static final AzureEndpoints PUBLIC =
      of("https://login.microsoftonline.com", "https://management.azure.com");
  public static final AzureEndpoints US_GOVERNMENT =
      of("https://login.microsoftonline.us", "https://management.usgovcloudapi.net");
  public static final AzureEndpoints CHINA =
      of("https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn");

  public AzureEndpoints {
    requireNonNull(authority, "authority");
    requireNonNull(resourceManager, "resourceManager");
  }

  private static AzureEndpoints of(String authority, String resourceManager) {
    return new AzureEndpoints(URI.create(authority), URI.create(resourceManager));
  }
}
