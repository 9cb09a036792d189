/** The log files of runs: those a run wrote and those somebody uploaded. */
package io.tunnelscope.app.bundles;
