/**
 * What Tunnelscope knows about VPN gateways: evidence goes in, a diagnosis and its difference to an
 * earlier one come out. Plain Java; it knows neither tenants nor time zones, JSON, SQL or HTTP.
 */
package io.tunnelscope.core;
