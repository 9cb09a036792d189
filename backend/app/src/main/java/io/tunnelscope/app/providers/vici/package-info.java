/**
 * Asks a strongSwan daemon over its own control interface, VICI. The codec knows bytes only, the
 * connection knows packets and deadlines only; neither knows what an answer means.
 */
package io.tunnelscope.app.providers.vici;
