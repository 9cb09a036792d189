/**
 * Checks an audit that was exported or lies in a database. Knows the form of the records from
 * docs/audit.md alone and shares no code with what writes them.
 */
package io.tunnelscope.app.verify;
