package org.openvss.coordinator;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openvss.BackupState;
import org.openvss.SessionId;
import org.openvss.ShadowCopyAttribute;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySetId;
import org.openvss.writer.WriterSession;

/**
 * Everything that was decided before DoSnapshotSet; what remains is to do it.
 *
 * @param session the requester's session
 * @param set id of the set
 * @param context what it is made for
 * @param attributes bits of the context and its modifiers
 * @param members its volumes, in the order in which they were added
 * @param parts the same volumes by provider
 * @param writers the asked-for writers
 * @param backup what the requester said of its backup, or null if it did not
 * @param document where writers note what concerns their components
 */
record CreationPlan(
        SessionId session,
        ShadowCopySetId set,
        ShadowCopyContext context,
        Set<ShadowCopyAttribute> attributes,
        List<SetMember> members,
        List<ProviderPart> parts,
        List<WriterInSession> writers,
        @Nullable BackupState backup,
        SessionDocument document) {
    CreationPlan {
        attributes = Set.copyOf(attributes);
        members = List.copyOf(members);
        parts = List.copyOf(parts);
        writers = List.copyOf(writers);
    }

    /** Returns what writers may know of the session. */
    WriterSession writerSession() {
        return new WriterSession(
                session, set, context, members.stream().map(SetMember::volume).toList(), backup);
    }
}
