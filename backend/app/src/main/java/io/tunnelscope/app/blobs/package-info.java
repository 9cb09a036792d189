/** Containers of Azure Blob Storage, or of what speaks its protocol. */
package io.tunnelscope.app.blobs;
