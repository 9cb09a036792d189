/** Readers of log dialects: bytes of text in, evidence out. None of them throws on junk. */
package io.tunnelscope.core.logs;
