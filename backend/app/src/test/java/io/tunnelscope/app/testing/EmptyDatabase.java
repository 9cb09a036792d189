package io.tunnelscope.app.testing;

/** A database of the test method's own, with the roles and without any migration. */
public record EmptyDatabase(TestDatabase database) {}
