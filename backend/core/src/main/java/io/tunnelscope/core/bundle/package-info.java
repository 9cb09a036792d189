/** Log bundles: written for a run, read from anywhere. */
package io.tunnelscope.core.bundle;
