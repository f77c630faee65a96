package org.openvss.kernel.cli;

import java.util.List;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.coordinator.port.CreationListener;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.linux.LinuxException;
import org.openvss.linux.Processes;

/**
 * A requester that makes a persistent set and dies by SIGKILL when a phase begins.
 *
 * <p>Arguments: phase, state folder, configuration file, volumes.
 */
final class CreationChild implements CreationListener {
    /** The phase that never begins: the requester dies when the set has been made. */
    static final String AFTERWARDS = "afterwards";

    private final String last;

    private CreationChild(String last) {
        this.last = last;
    }

    /** Runs until it is dead. */
    public static void main(String[] arguments) throws Exception {
        CreationChild child = new CreationChild(arguments[0]);
        List<String> volumes = List.of(arguments).subList(3, arguments.length);
        LocalVssOptions options =
                LocalVssOptions.defaults()
                        .withFiles(arguments[1], arguments[2])
                        .withListener(child);
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        volumes, ShadowCopyContext.APP_ROLLBACK, List.of(), null, false, false);
        try (LocalVss vss = LocalVss.open(options);
                Requester requester = vss.newRequester(request)) {
            System.out.println("made " + requester.create().id());
            System.out.flush();
            child.phaseBegins(ShadowCopySetId.random(), AFTERWARDS);
        }
    }

    @Override
    public void phaseBegins(ShadowCopySetId set, String phase) {
        if (phase.equals(last)) {
            System.out.println("dies before " + phase);
            System.out.flush();
            try {
                Processes.kill((int) ProcessHandle.current().pid(), Processes.SIGKILL);
            } catch (LinuxException e) {
                throw new IllegalStateException(e);
            }
            while (true) {
                Thread.onSpinWait();
            }
        }
    }
}
