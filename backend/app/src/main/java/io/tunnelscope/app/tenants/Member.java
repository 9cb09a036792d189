package io.tunnelscope.app.tenants;

import io.tunnelscope.app.identity.Role;

/** A person inside one tenant. */
public record Member(Person person, Role role) {}
