/**
 * The HTTP door: who may use which route, what is taken in, how answers and refusals look. Features
 * mount their routes on {@link io.tunnelscope.app.http.Routes}; nothing here knows a feature.
 */
package io.tunnelscope.app.http;
