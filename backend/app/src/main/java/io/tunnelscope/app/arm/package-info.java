/**
 * The Azure-compatible door: what {@code az} and the SDKs of Azure's Network Watcher ask, answered
 * in Azure's shapes for the targets of every provider.
 */
package io.tunnelscope.app.arm;
