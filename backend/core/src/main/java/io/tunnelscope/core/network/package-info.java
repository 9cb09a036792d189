/** The words of the trade: gateways, connections, algorithms, traffic selectors. */
package io.tunnelscope.core.network;
