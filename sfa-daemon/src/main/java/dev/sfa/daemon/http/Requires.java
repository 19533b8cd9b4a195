package dev.sfa.daemon.http;

import dev.sfa.daemon.auth.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope a route asks for, where it is not READ for reading and SUBMIT for the rest. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Requires {
    Scope value();
}
