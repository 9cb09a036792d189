/** Who did what, append-only, one chain of hashes a tenant. */
package io.tunnelscope.app.audit;
