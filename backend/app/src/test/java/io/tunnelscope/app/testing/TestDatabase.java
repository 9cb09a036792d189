package io.tunnelscope.app.testing;

import io.tunnelscope.app.settings.DatabaseUrl;

/** The database of a test class, by role. It goes with the server, at the end of all tests. */
public record TestDatabase(
    DatabaseUrl superuser, DatabaseUrl migrate, DatabaseUrl app, DatabaseUrl system) {}
