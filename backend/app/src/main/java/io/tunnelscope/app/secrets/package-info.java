/**
 * What must be kept and must not be read: sealed by a key of its tenant, which a key of the
 * installation wraps.
 */
package io.tunnelscope.app.secrets;
