package org.openvss;

/**
 * A component that is restored alone although it was saved with the one above it.
 *
 * @param logicalPath its logical path; empty at the root
 * @param componentName its name
 */
public record RestoreSubcomponent(String logicalPath, String componentName) {}
