/** What changed between two diagnoses. */
package io.tunnelscope.core.diff;
