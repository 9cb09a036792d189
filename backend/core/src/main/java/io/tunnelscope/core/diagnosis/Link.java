package io.tunnelscope.core.diagnosis;

import java.net.URI;

/** Pages to read on. The words on the link are a phrase, {@code link.NAME}. */
enum Link {
  CANNOT_CONNECT("vpn-gateway/vpn-gateway-troubleshoot-site-to-site-cannot-connect"),
  ERROR_CODES("vpn-gateway/vpn-gateway-troubleshoot-site-to-site-error-codes"),
  CREATE_GATEWAY("vpn-gateway/tutorial-site-to-site-portal"),
  ADD_CONNECTIONS("vpn-gateway/add-remove-site-to-site-connections"),
  VNET_TO_VNET("vpn-gateway/vpn-gateway-howto-vnet-vnet-resource-manager-portal"),
  MAINTENANCE("vpn-gateway/customer-controlled-gateway-maintenance"),
  HIGH_AVAILABILITY("vpn-gateway/vpn-gateway-highlyavailable"),
  SECURITY_GROUPS("virtual-network/manage-network-security-group"),
  RESET("vpn-gateway/reset-gateway"),
  ACTIVE_ACTIVE("vpn-gateway/about-active-active-gateways"),
  SIZES("vpn-gateway/about-gateway-skus"),
  RESIZE("vpn-gateway/gateway-sku-resize"),
  METRICS("vpn-gateway/monitor-vpn-gateway-reference"),
  DEVICES("vpn-gateway/vpn-gateway-about-vpn-devices"),
  POLICY("vpn-gateway/ipsec-ike-policy-howto"),
  CRYPTOGRAPHY("vpn-gateway/vpn-gateway-about-compliance-crypto"),
  SELECTORS("vpn-gateway/custom-traffic-selectors"),
  POLICY_BASED_DEVICES("vpn-gateway/vpn-gateway-connect-multiple-policybased-rm-ps"),
  LOGS("network-watcher/vpn-troubleshoot-overview"),
  DIAGNOSTIC_LOGS("vpn-gateway/troubleshoot-vpn-with-azure-diagnostics"),
  CAPTURE("vpn-gateway/packet-capture"),
  RIGHTS("network-watcher/required-rbac-permissions"),
  WATCHER("network-watcher/network-watcher-create"),
  STORAGE("storage/common/storage-account-create"),
  SUPPORT("https://azure.microsoft.com/support"),
  STRONGSWAN("https://docs.strongswan.org/docs/latest/"),
  STRONGSWAN_INTRODUCTION("https://docs.strongswan.org/docs/latest/howtos/introduction.html"),
  STRONGSWAN_INSTALL("https://docs.strongswan.org/docs/latest/install/install.html"),
  STRONGSWAN_KERNEL("https://docs.strongswan.org/docs/latest/install/kernelModules.html"),
  STRONGSWAN_SERVICE("https://docs.strongswan.org/docs/latest/daemons/charon-systemd.html"),
  STRONGSWAN_SOCKET("https://docs.strongswan.org/docs/latest/plugins/vici.html"),
  STRONGSWAN_LOGGING("https://docs.strongswan.org/docs/latest/config/logging.html"),
  STRONGSWAN_REKEYING("https://docs.strongswan.org/docs/latest/config/rekeying.html"),
  STRONGSWAN_COMMANDS("https://docs.strongswan.org/docs/latest/swanctl/swanctl.html"),
  STRONGSWAN_SETTINGS("https://docs.strongswan.org/docs/latest/swanctl/swanctlConf.html"),
  STRONGSWAN_ROUTING("https://docs.strongswan.org/docs/latest/howtos/forwarding.html"),
  STRONGSWAN_PROTOCOL("https://docs.strongswan.org/docs/latest/howtos/ipsecProtocol.html");

  private static final String LEARN = "https://learn.microsoft.com/azure/";

  private final URI uri;

  Link(String path) {
    uri = URI.create(path.startsWith("https:") ? path : LEARN + path);
  }

  URI uri() {
    return uri;
  }
}
