package org.openvss.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openvss.DeleteResult;
import org.openvss.HResult;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;

/**
 * The contenders of the benchmark: OpenVSS, the plan of its gate as a C program that is compiled on
 * the spot, and the script that an administrator would write. Says who cannot take part, and why.
 */
final class GateContenders {
    private static final String PROGRAM = "gate-plan.c";
    private static final String SCRIPT = "gate-plan.sh";

    private final List<GateContender> all = new ArrayList<>();
    private final List<LeftOut> skipped = new ArrayList<>();

    private GateContenders() {}

    /** Prepares all that can take part; their files lie in the scratch folder. */
    static GateContenders prepare(ScratchVolumes scratch, LocalVss vss) throws ScratchException {
        GateContenders contenders = new GateContenders();
        contenders.all.add(new Service(vss));
        if (Programs.isInstalled("cc")) {
            Path program = scratch.folder().resolve("gate-plan");
            String source = extract(PROGRAM, scratch.folder()).toString();
            Programs.run(List.of("cc", "-O2", "-pthread", "-o", program.toString(), source));
            contenders.all.add(new CProgram(program));
        } else {
            contenders.skip(
                    "the C program", "there is no compiler 'cc': install gcc and libc6-dev");
        }
        if (Programs.isInstalled("bash") && Programs.isInstalled("fsfreeze")) {
            contenders.all.add(new Script(extract(SCRIPT, scratch.folder())));
        } else {
            contenders.skip("the script", "bash or fsfreeze is missing: install bash, util-linux");
        }
        return contenders;
    }

    private void skip(String what, String why) {
        skipped.add(new LeftOut(what, why));
    }

    List<GateContender> all() {
        return List.copyOf(all);
    }

    List<LeftOut> skipped() {
        return List.copyOf(skipped);
    }

    private static Path extract(String name, Path folder) throws ScratchException {
        Path file = folder.resolve(name);
        try (InputStream resource = GateContenders.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + " is missing in this module");
            }
            Files.copy(resource, file);
            return file;
        } catch (IOException e) {
            throw new ScratchException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Returns the arguments of both programs: mount point, image and clone of each volume. */
    private static List<String> arguments(List<String> command, List<ScratchVolume> volumes) {
        List<String> arguments = new ArrayList<>(command);
        for (ScratchVolume volume : volumes) {
            arguments.add(volume.mountPoint());
            arguments.add(volume.image());
            arguments.add(cloneOf(volume).toString());
        }
        return arguments;
    }

    private static Path cloneOf(ScratchVolume volume) {
        return Path.of(volume.image() + ".clone");
    }

    private static void deleteClones(List<ScratchVolume> volumes) throws ScratchException {
        for (ScratchVolume volume : volumes) {
            try {
                Files.deleteIfExists(cloneOf(volume));
            } catch (IOException e) {
                throw new ScratchException("a clone cannot be deleted: " + e.getMessage(), e);
            }
        }
    }

    private record Service(LocalVss vss) implements GateContender {
        @Override
        public Kind kind() {
            return Kind.VSS;
        }

        @Override
        public long heldNanos(List<ScratchVolume> volumes)
                throws VssException, InterruptedException {
            ShadowCopyRequest request =
                    new ShadowCopyRequest(
                            volumes.stream().map(ScratchVolume::mountPoint).toList(),
                            ShadowCopyContext.NAS_ROLLBACK,
                            List.of(),
                            "image",
                            false,
                            false);
            ShadowCopySet set;
            try (Requester requester = vss.newRequester(request)) {
                set = requester.create();
            }
            DeleteResult deleted = vss.delete(set.id(), true);
            if (deleted.failure() != null) {
                throw deleted.failure();
            }
            Long held = set.heldNanos();
            if (held == null) {
                throw new VssException(
                        HResult.VSS_E_UNEXPECTED, "the set " + set.id() + " was not held");
            }
            return held;
        }
    }

    private record CProgram(Path program) implements GateContender {
        @Override
        public Kind kind() {
            return Kind.C_PROGRAM;
        }

        @Override
        public long heldNanos(List<ScratchVolume> volumes) throws ScratchException {
            try {
                String nanos = Programs.run(arguments(List.of(program.toString()), volumes));
                return Long.parseLong(nanos.strip());
            } finally {
                deleteClones(volumes);
            }
        }
    }

    /** The shell has no monotonic clock: it says when, and the clock is read here. */
    private record Script(Path script) implements GateContender {
        private static final String FREEZING = "freezing";
        private static final String THAWED = "thawed";

        @Override
        public Kind kind() {
            return Kind.SCRIPT;
        }

        @Override
        public long heldNanos(List<ScratchVolume> volumes) throws ScratchException {
            long[] instants = new long[2];
            try {
                Programs.run(
                        arguments(List.of("bash", script.toString()), volumes),
                        line -> {
                            switch (line) {
                                case FREEZING -> instants[0] = System.nanoTime();
                                case THAWED -> instants[1] = System.nanoTime();
                                default -> {}
                            }
                        });
            } finally {
                deleteClones(volumes);
            }
            if (instants[0] == 0 || instants[1] == 0) {
                throw new ScratchException("the script did not say when it froze and thawed", null);
            }
            return instants[1] - instants[0];
        }
    }
}
