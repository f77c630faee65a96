package org.openvss.catalog;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that behaves as badly as a real one may: content and names that were not made
 * durable are lost, kept or half kept at a crash, and any call can fail or be the last one.
 *
 * <p>Names reach the durable state in any order unless their folder was forced; content that was
 * not forced comes back whole, empty, cut off or as garbage.
 */
final class FaultyDisk implements Disk {
    /** The machine lost power; the only way out is {@link #reboot}. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash");
        }
    }

    /** What goes wrong at a step. */
    enum Fault {
        CRASH,
        NO_SPACE,
        INPUT_OUTPUT
    }

    private static final class File {
        byte[] content = new byte[0];
        boolean durable;
    }

    /** One change of names: some names go, one name comes; atomic, also over two folders. */
    private record NameChange(List<String> removed, Map<String, File> added) {
        boolean touches(String folder) {
            return removed.stream().anyMatch(name -> name.startsWith(folder + "/"))
                    || added.keySet().stream().anyMatch(name -> name.startsWith(folder + "/"));
        }

        void applyTo(Map<String, File> names) {
            removed.forEach(names::remove);
            names.putAll(added);
        }
    }

    private final Random random;
    private final Map<String, File> durable = new TreeMap<>();
    private final Map<String, File> current = new TreeMap<>();
    private final List<NameChange> pending = new ArrayList<>();
    private final Set<String> folders = new TreeSet<>();
    private int steps;
    private int faultAt = -1;
    private Fault fault = Fault.CRASH;

    FaultyDisk(long seed) {
        this.random = new Random(seed);
    }

    /** Lets a fault happen at a step from now; a step is the smallest thing that can be cut. */
    void failAfter(int stepsFromNow, Fault kind) {
        faultAt = steps + stepsFromNow;
        fault = kind;
    }

    /** Takes back {@link #failAfter}. */
    void heal() {
        faultAt = -1;
    }

    int steps() {
        return steps;
    }

    /** Returns the names that exist now. */
    List<String> names() {
        return List.copyOf(current.keySet());
    }

    /** Replaces the content of a file durably, as a failing medium may. */
    void damage(String file, byte[] content) {
        File damaged = new File();
        damaged.content = content.clone();
        damaged.durable = true;
        durable.put(file, damaged);
        current.put(file, damaged);
    }

    /** Power comes back: only what was durable is sure, the rest is a matter of luck. */
    void reboot() {
        faultAt = -1;
        for (NameChange change : pending) {
            if (random.nextBoolean()) {
                change.applyTo(durable);
            }
        }
        pending.clear();
        for (File file : durable.values()) {
            if (!file.durable) {
                file.content = luck(file.content);
                file.durable = true;
            }
        }
        current.clear();
        current.putAll(durable);
    }

    private byte[] luck(byte[] written) {
        return switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(written, random.nextInt(written.length + 1));
            case 2 -> {
                byte[] garbage = new byte[written.length];
                random.nextBytes(garbage);
                yield garbage;
            }
            default -> written;
        };
    }

    private void step(String call) throws IOException {
        steps++;
        if (steps != faultAt) {
            return;
        }
        switch (fault) {
            case CRASH -> throw new Crash();
            case NO_SPACE -> throw new DiskFullException(call + ": No space left on device");
            case INPUT_OUTPUT -> throw new IOException(call + ": Input/output error");
        }
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        step("mkdir");
        folders.add(folder);
        step("fsync");
    }

    @Override
    public List<String> list(String folder) {
        return current.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public byte[] read(String file) throws NoSuchFileException {
        File found = current.get(file);
        if (found == null) {
            throw new NoSuchFileException(file);
        }
        return found.content.clone();
    }

    @Override
    public void writeNew(String file, byte[] content) throws IOException {
        step("open");
        String folder = file.substring(0, file.lastIndexOf('/'));
        if (!folders.contains(folder)) {
            throw new NoSuchFileException(folder);
        }
        if (current.containsKey(file)) {
            throw new FileAlreadyExistsException(file);
        }
        File created = new File();
        change(List.of(), Map.of(file, created));
        step("write");
        created.content = Arrays.copyOf(content, content.length / 2);
        step("write");
        created.content = content.clone();
        step("fsync");
        created.durable = true;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step("rename");
        File file = current.get(from);
        if (file == null) {
            throw new NoSuchFileException(from);
        }
        change(List.of(from), Map.of(to, file));
    }

    @Override
    public void delete(String file) throws IOException {
        step("unlink");
        if (current.containsKey(file)) {
            change(List.of(file), Map.of());
        }
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        step("fsync of folder");
        for (NameChange change : List.copyOf(pending)) {
            if (change.touches(folder)) {
                change.applyTo(durable);
                pending.remove(change);
            }
        }
    }

    @Override
    public String describe(String file) {
        return "/state/" + file;
    }

    private void change(List<String> removed, Map<String, File> added) {
        NameChange change = new NameChange(removed, new HashMap<>(added));
        change.applyTo(current);
        pending.add(change);
    }
}
