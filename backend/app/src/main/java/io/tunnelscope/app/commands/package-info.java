/**
 * What people may ask for in a chat, how it is written, and what comes of it. Knows neither a chat
 * nor HTTP: text and caller in, an {@link io.tunnelscope.app.commands.Answer} out.
 */
package io.tunnelscope.app.commands;
