package org.openvss.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code vss --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version =
                Optional.ofNullable(Version.class.getModule().getDescriptor())
                        .flatMap(ModuleDescriptor::rawVersion)
                        .orElse("(not packaged)");
        return new String[] {
            "OpenVSS " + version,
            "Java " + Runtime.version() + ", " + System.getProperty("os.version")
        };
    }
}
