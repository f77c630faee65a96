package org.openvss.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openvss.ShadowCopySetId;
import org.openvss.gate.LedgerFormat.DamagedLedgerException;

/**
 * The files of the runtime folder that belong to creations: ledger, hold page and the guard's
 * report.
 *
 * <p>The folder is a tmpfs: renaming makes a file appear whole, and nothing needs to be synced.
 */
final class LedgerStore {
    private static final String LEDGER = ".ledger";
    private static final String PAGE = ".page";
    private static final String REPORT = ".report";

    private final Path folder;

    LedgerStore(Path folder) {
        this.folder = folder;
    }

    /** A ledger that was found. */
    sealed interface Found {
        /** Returns the file. */
        Path file();

        /** It can be read. */
        record Intact(Path file, Ledger ledger) implements Found {}

        /** It cannot be read; the reason is a clause for people. */
        record Damaged(Path file, String reason) implements Found {}
    }

    /** Writes a ledger, which appears whole or not at all; replaces an older one of the set. */
    void write(Ledger ledger) throws IOException {
        replace(ledgerFile(ledger.set()), LedgerFormat.write(ledger));
    }

    /** Writes sentences for whoever looks after the set next; replaces older ones. */
    void writeReport(ShadowCopySetId set, List<String> sentences) throws IOException {
        replace(folder.resolve(set + REPORT), lines(sentences));
    }

    /** Returns every ledger in the folder, oldest name first. */
    List<Found> list() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path file : files(LEDGER)) {
            try {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                found.add(new Found.Intact(file, LedgerFormat.read(text)));
            } catch (DamagedLedgerException damaged) {
                String reason = damaged.getMessage();
                found.add(new Found.Damaged(file, reason == null ? "it is damaged" : reason));
            } catch (NoSuchFileException gone) {
                // Its owner finished in between: nothing is left of it.
            }
        }
        return found;
    }

    /** Reads and removes the reports of guards that had to act. */
    List<String> takeReports() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (Path file : files(REPORT)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            text.lines().map(LedgerStore::sentence).forEach(sentences::add);
            Files.deleteIfExists(file);
        }
        return sentences;
    }

    /** Renames a file that cannot be read, so that it is kept for people and not read again. */
    Path quarantine(Path file) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + ".damaged");
        return Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes ledger and page of a set; none is no error. The ledger goes first. */
    void forget(ShadowCopySetId set) throws IOException {
        Files.deleteIfExists(ledgerFile(set));
        Files.deleteIfExists(pageFile(set));
    }

    /** Removes the report of a set that its own coordinator has heard of. */
    void forgetReport(ShadowCopySetId set) throws IOException {
        Files.deleteIfExists(folder.resolve(set + REPORT));
    }

    /** Removes pages whose ledger was never written or is gone, and halves of writes. */
    void sweep() throws IOException {
        for (Path page : files(PAGE)) {
            String name = page.getFileName().toString();
            String set = name.substring(0, name.length() - PAGE.length());
            if (!Files.exists(folder.resolve(set + LEDGER))) {
                Files.deleteIfExists(page);
            }
        }
        for (Path half : files(".tmp")) {
            Files.deleteIfExists(half);
        }
    }

    /** Returns where the hold page of a set is. */
    Path pageFile(ShadowCopySetId set) {
        return folder.resolve(set + PAGE);
    }

    private Path ledgerFile(ShadowCopySetId set) {
        return folder.resolve(set + LEDGER);
    }

    private List<Path> files(String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + suffix)) {
            entries.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static void replace(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(half, text, StandardCharsets.ISO_8859_1);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String lines(List<String> sentences) {
        StringBuilder text = new StringBuilder();
        sentences.forEach(sentence -> text.append(FieldText.encode(sentence)).append('\n'));
        return text.toString();
    }

    private static String sentence(String word) {
        try {
            return FieldText.decode(word);
        } catch (IllegalArgumentException damaged) {
            return word;
        }
    }
}
