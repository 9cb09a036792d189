/** Where evidence comes from: the port, and one package for each kind of gateway behind it. */
package io.tunnelscope.app.providers;
