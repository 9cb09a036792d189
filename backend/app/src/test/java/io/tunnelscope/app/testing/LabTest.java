package io.tunnelscope.app.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test against real strongSwan gateways. Methods and constructors may ask for the {@link
 * IpsecLab}, which all such classes of this JVM share: one that needs a healthy lab heals it first.
 * Where the lab cannot run (no Linux, no root, no {@code /dev/net/tun}) the class is skipped.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith(LabExtension.class)
@Timeout(120)
public @interface LabTest {}
