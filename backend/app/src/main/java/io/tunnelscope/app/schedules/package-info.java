/** Runs that start by themselves, as the member who wished for them. */
package io.tunnelscope.app.schedules;
