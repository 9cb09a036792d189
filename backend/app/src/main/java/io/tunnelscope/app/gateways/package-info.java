/** What a tenant can troubleshoot: its subscriptions, their gateways and connections. */
package io.tunnelscope.app.gateways;
