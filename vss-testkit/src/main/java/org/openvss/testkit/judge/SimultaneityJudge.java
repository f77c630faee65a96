package org.openvss.testkit.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out whether copies of several volumes show one instant, from their content alone.
 *
 * <p>Several independent chains write dependent records across the volumes: record n to the first,
 * then to the second, and so on; n+1 begins when n is on the last. At any one instant the counters
 * of a chain therefore never increase along it, and its first is at most one ahead of its last.
 * Copies cut at different instants break that, sooner or later. Half of the chains go through the
 * volumes backwards and each starts at another volume, so that no order of cutting is favoured.
 *
 * <p>Two more rules keep a judge honest who is shown the wrong thing: a copy holds everything that
 * was complete before the set was begun (an empty or old copy does not pass), and nothing that was
 * begun after it was finished (the original does not pass as its own copy).
 *
 * <p>The judge knows nothing of shadow copies: it takes folders on the volumes, and folders that
 * claim to show the same at one instant. It makes no copies and mounts nothing.
 */
public final class SimultaneityJudge implements AutoCloseable {
    private static final Duration LONGEST_HANG = Duration.ofSeconds(60);

    private final long run = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    private final List<Path> folders;
    private final List<Chain> chains = new ArrayList<>();

    private SimultaneityJudge(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * Starts chains that write without pause and fsync every record.
     *
     * @param folders one existing folder on each volume, at least two
     * @param chains number of chains, each a thread
     * @throws IOException if a file cannot be created
     */
    public static SimultaneityJudge fsynced(List<Path> folders, int chains) throws IOException {
        return start(folders, chains, Durability.FSYNCED, Duration.ZERO);
    }

    /**
     * Starts chains.
     *
     * @param folders one existing folder on each volume, at least two
     * @param chains number of chains, each a thread
     * @param durability when a chain goes on to the next volume
     * @param pause rest of a chain after each record; zero for none
     * @throws IOException if a file cannot be created
     */
    public static SimultaneityJudge start(
            List<Path> folders, int chains, Durability durability, Duration pause)
            throws IOException {
        if (folders.size() < 2 || chains < 1) {
            throw new IllegalArgumentException(
                    "an order needs at least two folders and one chain, not "
                            + folders.size()
                            + " and "
                            + chains);
        }
        SimultaneityJudge judge = new SimultaneityJudge(folders);
        try {
            for (int number = 0; number < chains; number++) {
                List<Integer> order = orderOf(number, chains, folders.size());
                judge.chains.add(
                        new Chain(judge.run, number, order, judge.folders, durability, pause));
            }
        } catch (IOException e) {
            try {
                judge.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        judge.chains.forEach(Chain::start);
        return judge;
    }

    private static List<Integer> orderOf(int chain, int chains, int volumes) {
        List<Integer> order = new ArrayList<>();
        for (int position = 0; position < volumes; position++) {
            order.add((position + chain * volumes / chains) % volumes);
        }
        if (chain % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /**
     * Notes how far the chains are: before a set is begun, and after it was finished.
     *
     * @throws IOException if a chain could not write
     */
    public Mark mark() throws IOException {
        checkChains();
        return new Mark(
                chains.stream().map(Chain::complete).toList(),
                chains.stream().map(Chain::begun).toList());
    }

    /**
     * Waits until every chain has completed more records, so that there is an order to be broken.
     *
     * @param rounds how many more records of each chain
     * @return the mark afterwards
     * @throws IOException if a chain could not write, or hangs for a minute
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Mark awaitRounds(int rounds) throws IOException, InterruptedException {
        Mark now = mark();
        long deadline = System.nanoTime() + LONGEST_HANG.toNanos();
        for (int number = 0; number < chains.size(); number++) {
            long wanted = now.complete().get(number) + rounds;
            if (!chains.get(number).awaitComplete(wanted, deadline)) {
                checkChains();
                throw new IOException(
                        "chain "
                                + number
                                + " did not complete record "
                                + wanted
                                + " within "
                                + LONGEST_HANG.toSeconds()
                                + " s: is a volume still frozen?");
            }
        }
        return mark();
    }

    /**
     * Judges one set.
     *
     * @param copies for each folder, in the order of the start, the same folder in the copy
     * @param before mark from before the set was begun
     * @param after mark from after it was finished
     */
    public Verdict examine(List<Path> copies, Mark before, Mark after) {
        if (copies.size() != folders.size()) {
            throw new IllegalArgumentException(
                    copies.size() + " copies for " + folders.size() + " volumes");
        }
        List<String> broken = new ArrayList<>();
        for (int number = 0; number < chains.size(); number++) {
            long complete = before.complete().get(number);
            long begun = after.begun().get(number);
            examineChain(number, copies, complete, begun, broken);
        }
        return Verdict.ofOneSet(broken);
    }

    private void examineChain(
            int number, List<Path> copies, long complete, long begun, List<String> broken) {
        List<Integer> order = chains.get(number).order();
        long[] counters = new long[order.size()];
        for (int position = 0; position < counters.length; position++) {
            Path file = ChainRecord.fileIn(copies.get(order.get(position)), number);
            try {
                counters[position] = ChainRecord.highest(file, run, number, position);
            } catch (IOException e) {
                broken.add("chain " + number + ": cannot read " + file + ": " + e);
                return;
            }
        }
        for (int position = 0; position < counters.length; position++) {
            String where = "chain " + number + ": " + copies.get(order.get(position));
            long counter = counters[position];
            if (position > 0 && counter > counters[position - 1]) {
                broken.add(
                        where
                                + " has record "
                                + counter
                                + ", but "
                                + copies.get(order.get(position - 1))
                                + ", which was written before it, only "
                                + counters[position - 1]);
            }
            if (counter < complete) {
                broken.add(
                        where
                                + " has only record "
                                + counter
                                + ", although "
                                + complete
                                + " was on every volume before the set was begun");
            }
            if (counter > begun) {
                broken.add(
                        where
                                + " has record "
                                + counter
                                + ", although the set was finished when "
                                + begun
                                + " was being written");
            }
        }
        examineEnds(number, copies, counters, broken);
    }

    /** The first volume may be one record ahead of the last, which had to follow it. */
    private void examineEnds(int number, List<Path> copies, long[] counters, List<String> broken) {
        List<Integer> order = chains.get(number).order();
        int last = counters.length - 1;
        if (counters[0] > counters[last] + 1) {
            broken.add(
                    "chain "
                            + number
                            + ": "
                            + copies.get(order.getFirst())
                            + " has record "
                            + counters[0]
                            + ", which was written when "
                            + (counters[0] - 1)
                            + " was on every volume, but "
                            + copies.get(order.get(last))
                            + " only "
                            + counters[last]);
        }
    }

    private void checkChains() throws IOException {
        for (int number = 0; number < chains.size(); number++) {
            Exception failure = chains.get(number).failure();
            if (failure != null) {
                throw new IOException("chain " + number + " could not write: " + failure, failure);
            }
        }
    }

    /**
     * Stops the chains.
     *
     * @throws IOException if a chain could not write, or hangs: its thread is then left alone
     */
    @Override
    public void close() throws IOException {
        chains.forEach(Chain::stop);
        List<Integer> hanging = new ArrayList<>();
        try {
            for (int number = 0; number < chains.size(); number++) {
                if (!chains.get(number).awaitEnd(LONGEST_HANG)) {
                    hanging.add(number);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the chains were being stopped", e);
        }
        if (!hanging.isEmpty()) {
            throw new IOException(
                    "chains " + hanging + " hang in a write: is a volume still frozen?");
        }
        checkChains();
    }
}
