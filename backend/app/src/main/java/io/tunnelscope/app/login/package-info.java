/**
 * Who is asking: browser sessions, API tokens, the personas of a demo. However a person signs in,
 * it ends with {@link io.tunnelscope.app.login.Sessions#start}.
 */
package io.tunnelscope.app.login;
