/** Troubleshoot runs: asked for, queued, worked on, finished, told about. */
package io.tunnelscope.app.runs;
