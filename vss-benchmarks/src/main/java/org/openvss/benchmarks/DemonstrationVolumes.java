package org.openvss.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openvss.VssException;
import org.openvss.benchmarks.DemonstrationReport.LeftOut;
import org.openvss.benchmarks.DemonstrationReport.Member;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.VolumeReport;

/**
 * Scratch volumes of as many kinds as this machine can make, on hosts of two kinds, and why the
 * others are missing.
 */
final class DemonstrationVolumes implements AutoCloseable {
    private final List<ScratchVolumes> scratch = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private DemonstrationVolumes() {}

    /**
     * Makes what can be made.
     *
     * @param parent folder in which the scratch folders are made
     */
    static DemonstrationVolumes create(String parent) throws ScratchException {
        DemonstrationVolumes made = new DemonstrationVolumes();
        try {
            List<GuestType> possible = new ArrayList<>();
            for (GuestType type : GuestType.values()) {
                if (made.canBeMade(type, parent)) {
                    possible.add(type);
                }
            }
            // One btrfs is enough: a file system that is cut without a gate may join once.
            made.add(HostType.XFS, possible, parent);
            List<GuestType> gated = new ArrayList<>(possible);
            gated.remove(GuestType.BTRFS);
            made.add(HostType.BTRFS, gated, parent);
            return made;
        } catch (ScratchException e) {
            throw e.withResidue(made.takeDown());
        }
    }

    private boolean canBeMade(GuestType type, String parent) {
        ScratchPlan one = ScratchPlan.of(type, 1).on(HostType.FOLDER).in(parent);
        Optional<String> obstacle = ScratchVolumes.obstacle(one);
        if (obstacle.isEmpty()) {
            try {
                ScratchVolumes.create(one).close();
                return true;
            } catch (ScratchException e) {
                obstacle = Optional.of(e.getMessage() + "");
            }
        }
        leftOut.add(new LeftOut("volumes with " + type.kernelName(), obstacle.get()));
        return false;
    }

    private void add(HostType host, List<GuestType> guests, String parent) throws ScratchException {
        GuestType kind = host.fileSystem().orElseThrow();
        boolean isPossible =
                leftOut.stream().noneMatch(left -> left.what().endsWith(kind.kernelName()));
        if (isPossible && !guests.isEmpty()) {
            scratch.add(ScratchVolumes.create(ScratchPlan.of(guests).on(host).in(parent)));
        } else if (!isPossible) {
            leftOut.add(
                    new LeftOut(
                            "images on " + kind.kernelName(),
                            "there is no such file system here, see above"));
        }
    }

    /** Returns the volumes that some provider takes by itself; notes those that none takes. */
    List<ScratchVolume> taken(LocalVss vss) throws VssException {
        List<ScratchVolume> taken = new ArrayList<>();
        List<VolumeReport> reports = vss.volumes();
        for (ScratchVolume volume : all()) {
            VolumeReport report = reportOf(volume, reports);
            if (report.provider() == null) {
                leftOut.add(new LeftOut("the volume " + volume.mountPoint(), report.reason()));
            } else {
                taken.add(volume);
            }
        }
        return taken;
    }

    /** Describes volumes for the audience. */
    List<Member> describe(List<ScratchVolume> volumes, LocalVss vss) throws VssException {
        List<VolumeReport> reports = vss.volumes();
        List<Member> members = new ArrayList<>();
        for (ScratchVolume volume : volumes) {
            String provider = reportOf(volume, reports).provider();
            members.add(
                    new Member(
                            volume.mountPoint(),
                            volume.type().kernelName(),
                            hostOf(volume),
                            provider == null ? "" : provider));
        }
        return members;
    }

    private static VolumeReport reportOf(ScratchVolume volume, List<VolumeReport> reports) {
        return reports.stream()
                .filter(report -> report.mountPoint().equals(volume.mountPoint()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(volume.mountPoint() + " is not mounted"));
    }

    private String hostOf(ScratchVolume volume) {
        return scratch.stream()
                .filter(each -> each.volumes().contains(volume))
                .findFirst()
                .map(ScratchVolumes::hostName)
                .orElse("");
    }

    private List<ScratchVolume> all() {
        return scratch.stream().flatMap(each -> each.volumes().stream()).toList();
    }

    /** Returns what is missing so far. */
    List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Returns the folders that go with the volumes. */
    List<Path> folders() {
        return scratch.stream().map(ScratchVolumes::folder).toList();
    }

    @Override
    public void close() throws ScratchException {
        List<String> left = takeDown();
        if (!left.isEmpty()) {
            throw new ScratchException("the volumes were not taken down completely", null)
                    .withResidue(left);
        }
    }

    private List<String> takeDown() {
        List<String> left = new ArrayList<>();
        for (ScratchVolumes each : scratch.reversed()) {
            try {
                each.close();
            } catch (ScratchException e) {
                left.addAll(e.residue());
            }
        }
        return left;
    }
}
