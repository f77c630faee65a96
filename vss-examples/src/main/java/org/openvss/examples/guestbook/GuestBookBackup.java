package org.openvss.examples.guestbook;

import java.util.List;
import org.openvss.ShadowCopyContext;
import org.openvss.ShadowCopySet;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.LocalVssOptions;
import org.openvss.embedded.Requester;
import org.openvss.embedded.ShadowCopyRequest;
import org.openvss.writer.Writer;
import org.openvss.writer.WriterException;

/** How the application makes a copy of itself while guests go on signing. */
public final class GuestBookBackup {
    private GuestBookBackup() {}

    /**
     * Makes a set of all volumes that a writer has files on.
     *
     * @param writer the writer of this process
     * @param options where OpenVSS keeps its state
     * @return the set; {@code shadowCopies().getFirst().path()} is the folder to read
     * @throws VssException the code of the writer if it was not frozen throughout; there is no set
     *     then
     * @throws InterruptedException if this thread was interrupted; there is no set then
     */
    public static ShadowCopySet copy(Writer writer, LocalVssOptions options)
            throws VssException, InterruptedException {
        String name = nameOf(writer);
        ShadowCopyRequest request =
                new ShadowCopyRequest(
                        List.of(),
                        ShadowCopyContext.APP_ROLLBACK,
                        List.of(name),
                        null,
                        false,
                        false);
        try (LocalVss vss = LocalVss.open(options.withWriter(writer));
                Requester requester = vss.newRequester(request)) {
            return requester.create();
        }
    }

    private static String nameOf(Writer writer) throws VssException {
        try {
            return writer.identify().name();
        } catch (WriterException e) {
            throw new VssException(e.code(), String.valueOf(e.getMessage()), e);
        }
    }
}
