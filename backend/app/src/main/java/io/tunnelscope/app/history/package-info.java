/** Past runs of a target, what changed between them, and since when it is bad. */
package io.tunnelscope.app.history;
