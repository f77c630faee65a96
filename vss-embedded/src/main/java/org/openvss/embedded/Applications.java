package org.openvss.embedded;

import java.util.ArrayList;
import java.util.List;
import org.openvss.writer.TransactionManager;
import org.openvss.writer.Writer;

/**
 * Applications that live in the process of the requester and take part in its sets, beside those of
 * the configuration.
 *
 * @param writers what is frozen and thawed
 * @param transactionManagers whose commits are held
 */
public record Applications(List<Writer> writers, List<TransactionManager> transactionManagers) {
    /** No application. */
    public static final Applications NONE = new Applications(List.of(), List.of());

    /** Copies the lists. */
    public Applications {
        writers = List.copyOf(writers);
        transactionManagers = List.copyOf(transactionManagers);
    }

    /** Returns these and one writer more. */
    public Applications and(Writer writer) {
        return new Applications(with(writers, writer), transactionManagers);
    }

    /** Returns these and one transaction manager more. */
    public Applications and(TransactionManager manager) {
        return new Applications(writers, with(transactionManagers, manager));
    }

    private static <T> List<T> with(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }
}
