/**
 * What is wrong, how sure that is, and what to do. Language-neutral but for the action catalogue.
 */
package io.tunnelscope.core.diagnosis;
