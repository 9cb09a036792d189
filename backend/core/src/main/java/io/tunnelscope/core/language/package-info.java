/** Languages and the phrases people read. */
package io.tunnelscope.core.language;
