/** Tenants, the people in them and what each may do. */
package io.tunnelscope.app.tenants;
