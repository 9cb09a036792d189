/** The one way out: which addresses outgoing HTTP may reach, and how it is sent there. */
package io.tunnelscope.app.egress;
