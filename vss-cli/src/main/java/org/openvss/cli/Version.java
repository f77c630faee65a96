package org.openvss.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code vss --version} prints. */
final class Version implements IVersionProvider {
    /** Returns the version of OpenVSS. */
    static String ofOpenVss() {
        return Optional.ofNullable(Version.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(not packaged)");
    }

    /** Returns the version of Java. */
    static String ofJava() {
        return Runtime.version().toString();
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "OpenVSS " + ofOpenVss(), "Java " + ofJava() + ", " + System.getProperty("os.version")
        };
    }
}
