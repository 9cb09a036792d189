/**
 * What was seen. Facts only, each with the place it was read from; what they mean is the diagnosis'
 * business.
 */
package io.tunnelscope.core.evidence;
