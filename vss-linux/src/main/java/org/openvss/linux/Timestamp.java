package org.openvss.linux;

/**
 * An instant as file systems keep it.
 *
 * @param seconds seconds since 1970, may be negative
 * @param nanos nanoseconds within the second, 0 to 999 999 999
 */
public record Timestamp(long seconds, int nanos) {}
