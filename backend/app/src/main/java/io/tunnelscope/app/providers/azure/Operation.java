package io.tunnelscope.app.providers.azure;

import java.util.Optional;

/**
 * Where a started operation can be asked for.
 *
 * @param status address that tells how far it is ({@code Azure-AsyncOperation}); newer answers have
 *     none
 * @param location address that has the result in the end
 */
record Operation(Optional<String> status, Optional<String> location) {}
