/**
 * Messages that leave the process. They are written in the transaction that gives reason for them,
 * and sent after it: nothing is told that was not done, and what was done is told.
 */
package io.tunnelscope.app.outbox;
