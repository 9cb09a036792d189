package io.tunnelscope.app.arm;

import java.util.List;

/** A list as Azure writes it; ours always come in one piece. */
record ListJson<T>(List<T> value) {}
