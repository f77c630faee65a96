/**
 * The protocol of VSS: {@link org.openvss.coordinator.Coordinator} opens sessions, a session builds
 * a set, {@code ShadowCopySetCreation} makes it. Everything outside (storage, applications, gate,
 * threads, clock) comes through the ports in {@link org.openvss.coordinator.port}.
 */
package org.openvss.coordinator;
