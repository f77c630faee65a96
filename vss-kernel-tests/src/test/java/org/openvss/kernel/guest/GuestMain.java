package org.openvss.kernel.guest;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes inside a guest and writes down each result, for {@link GuestTests} outside. Its
 * arguments are the file for the results and the names of classes, or of methods as {@code
 * Class#method}.
 */
final class GuestMain {
    private GuestMain() {}

    private static DiscoverySelector select(String name) {
        return name.contains("#") ? selectMethod(name) : selectClass(name);
    }

    public static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Arrays.stream(arguments).skip(1).map(GuestMain::select).toList())
                        .build();
        try (GuestResults.Writer results = GuestResults.writeTo(Path.of(arguments[0]))) {
            LauncherFactory.create().execute(request, results);
        }
        // A thread that a failed test left behind must not keep the guest running.
        Runtime.getRuntime().halt(0);
    }
}
