package org.openvss;

/**
 * A component of another writer without which a component is of no use; mirrors {@code
 * IVssWMDependency}.
 *
 * @param writerId class of the other writer
 * @param logicalPath logical path of the other component; empty at the root
 * @param componentName name of the other component
 */
@Mirrors("IVssWMDependency")
public record ComponentDependency(
        @Mirrors("IVssWMDependency::GetWriterId") WriterId writerId,
        @Mirrors("IVssWMDependency::GetLogicalPath") String logicalPath,
        @Mirrors("IVssWMDependency::GetComponentName") String componentName) {}
