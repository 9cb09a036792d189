/** Slack: what people ask there and what they are told. Nobody imports this package. */
package io.tunnelscope.app.slack;
