package org.openvss;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the originals of a type or method in VSS, in a form that a test can read: it writes {@code
 * docs/vss-mapping.md} from these annotations and fails on gaps.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Mirrors {
    /** Returns the originals, for instance {@code IVssBackupComponents::AddToSnapshotSet}. */
    String[] value();

    /**
     * Returns the part with which the member arrives. Until then a method has a default body that
     * answers {@code E_NOTIMPL}, and of a type nobody makes a value.
     */
    Part arrivesWith() default Part.FOUNDATION;

    /** Returns what a working member does not do yet, as a clause; empty if nothing is missing. */
    String except() default "";
}
