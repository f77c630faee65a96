package org.openvss.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.HResult;
import org.openvss.ProviderId;
import org.openvss.ShadowCopy;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopyId;
import org.openvss.ShadowCopySet;
import org.openvss.ShadowCopySetId;
import org.openvss.Volume;
import org.openvss.VssException;
import org.openvss.provider.Provider;
import org.openvss.provider.ProviderTransaction;

/**
 * A set between StartSnapshotSet and DoSnapshotSet: takes volumes, as far as the rules of VSS allow
 * it. Leaves nothing on storage.
 */
final class SetInProgress {
    /** Most volumes of one set. */
    static final int MAXIMUM_VOLUMES = 64;

    /** Most copies of one volume. */
    static final int MAXIMUM_COPIES = 512;

    private final CoordinatorParts parts;
    private final ProviderSelection selection;
    private final ProviderCalls calls;
    private final ShadowCopySetId set;
    private final ShadowCopyContext context;
    private final Set<ShadowCopyAttribute> modifiers;
    private final List<SetMember> members = new ArrayList<>();
    private final Map<ProviderId, ProviderTransaction> transactions = new LinkedHashMap<>();
    private boolean dropped;

    SetInProgress(
            CoordinatorParts parts,
            ShadowCopySetId set,
            ShadowCopyContext context,
            Set<ShadowCopyAttribute> modifiers) {
        this.parts = parts;
        this.selection = ProviderSelection.of(parts);
        this.calls = new ProviderCalls(parts.workers());
        this.set = set;
        this.context = context;
        this.modifiers = Set.copyOf(modifiers);
    }

    ShadowCopySetId id() {
        return set;
    }

    /** Returns the volumes so far. */
    synchronized List<Volume> volumes() {
        return members.stream().map(SetMember::volume).toList();
    }

    /** Adds a volume; on failure the set stays as it was. */
    synchronized ShadowCopyId add(String argument, @Nullable ProviderId named) throws VssException {
        if (dropped) {
            throw new VssException(
                    HResult.VSS_E_BAD_STATE, "the backup was aborted; use a new session");
        }
        Volume volume = parts.volumes().resolve(argument);
        requireNew(argument, volume);
        if (members.size() >= MAXIMUM_VOLUMES) {
            throw new VssException(
                    HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
                    "set "
                            + set
                            + " already has "
                            + MAXIMUM_VOLUMES
                            + " volumes, the most that one set can have; put "
                            + volume.mountPoint()
                            + " into another set");
        }
        ProviderSelection.Chosen chosen = selection.choose(volume, named, context, modifiers);
        Set<String> beneath = new HashSet<>(parts.volumes().underlying(volume));
        beneath.addAll(chosen.support().storage());
        beneath.remove(volume.deviceNumbers());
        SetMember member =
                new SetMember(
                        new ShadowCopyId(parts.ids().get()),
                        argument,
                        volume,
                        chosen.provider(),
                        beneath);
        requireNotNested(member);
        requireRoomForCopy(member);
        ProviderTransaction transaction = transactionOf(chosen.provider());
        calls.one(
                chosen.provider(),
                ProviderMethod.BEGIN_PREPARE_SNAPSHOT,
                parts.limits().identify(),
                () -> {
                    transaction.beginPrepare(member.copy(), volume);
                    return true;
                });
        members.add(member);
        return member.copy();
    }

    /** Returns the volumes with the transactions of their providers. */
    synchronized List<ProviderPart> parts() {
        List<ProviderPart> found = new ArrayList<>();
        transactions.forEach((id, transaction) -> {
            List<SetMember> own =
                    members.stream()
                            .filter(member -> member.provider().info().id().equals(id))
                            .toList();
            if (!own.isEmpty()) {
                found.add(new ProviderPart(own.getFirst().provider(), transaction, own));
            }
        });
        return found;
    }

    synchronized List<SetMember> members() {
        return List.copyOf(members);
    }

    /**
     * Drops the transactions, which have left nothing on storage.
     *
     * @return what the providers could not undo, one sentence each
     */
    synchronized List<String> drop() {
        dropped = true;
        CompensationStack stack = new CompensationStack();
        transactions.values().forEach(t -> stack.push("drop set " + set, t::abort));
        return stack.unwind();
    }

    private ProviderTransaction transactionOf(Provider provider) throws VssException {
        ProviderTransaction known = transactions.get(provider.info().id());
        if (known != null) {
            return known;
        }
        ProviderTransaction begun =
                calls.one(
                        provider,
                        ProviderMethod.SET_CONTEXT,
                        parts.limits().identify(),
                        () -> provider.begin(set, context));
        transactions.put(provider.info().id(), begun);
        return begun;
    }

    private void requireNew(String argument, Volume volume) throws VssException {
        for (SetMember member : members) {
            if (member.volume().isSameVolumeAs(volume)) {
                throw new VssException(
                        HResult.VSS_E_OBJECT_ALREADY_EXISTS,
                        "'"
                                + argument
                                + "' and '"
                                + member.argument()
                                + "' are the same volume ("
                                + member.volume().mountPoint()
                                + ", "
                                + volume.deviceNumbers()
                                + "), which is already in the set; name it once");
            }
        }
    }

    private void requireNotNested(SetMember added) throws VssException {
        for (SetMember member : members) {
            if (added.beneath().contains(member.volume().deviceNumbers())) {
                throw nested(added.volume(), member.volume());
            }
            if (member.beneath().contains(added.volume().deviceNumbers())) {
                throw nested(member.volume(), added.volume());
            }
        }
    }

    private static VssException nested(Volume upper, Volume lower) {
        return new VssException(
                HResult.VSS_E_NESTED_VOLUME_LIMIT,
                upper.mountPoint()
                        + " or its copy is stored on "
                        + lower.mountPoint()
                        + "; both cannot be held at the same time, so put them into different"
                        + " sets");
    }

    private void requireRoomForCopy(SetMember member) throws VssException {
        ProviderId provider = member.provider().info().id();
        int ofVolume = 0;
        int ofProvider = 0;
        for (ShadowCopySet existing : parts.catalog().list()) {
            for (ShadowCopy copy : existing.shadowCopies()) {
                if (copy.volumeId().equals(member.volume().volumeId())) {
                    ofVolume++;
                    ofProvider += copy.providerId().equals(provider) ? 1 : 0;
                }
            }
        }
        int maximum = member.provider().capabilities().maximumCopiesPerVolume();
        if (ofVolume >= MAXIMUM_COPIES || ofProvider >= maximum) {
            throw new VssException(
                    HResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
                    member.volume().mountPoint()
                            + " already has "
                            + ofVolume
                            + " shadow copies, "
                            + ofProvider
                            + " of them by "
                            + member.provider().info().name()
                            + "; at most "
                            + MAXIMUM_COPIES
                            + " and "
                            + maximum
                            + " are possible; delete the oldest with 'vss delete --oldest "
                            + member.volume().mountPoint()
                            + "'");
        }
    }
}
