/** The rules, a few small ones a file. */
package io.tunnelscope.core.diagnosis.rules;
