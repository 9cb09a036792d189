/** Gateways in Azure, troubleshot by its Network Watcher. */
package io.tunnelscope.app.providers.azure;
