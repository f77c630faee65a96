package org.openvss.coordinator.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One life of the process that creates sets: every call of a fake is a numbered step of it. */
final class SimulatedProcess {
    private static final long SLOW_NANOS = 70_000_000_000L;

    final World world;
    private final int generation;
    private final List<Late> late = new ArrayList<>();
    int taskDepth;

    SimulatedProcess(World world, int generation) {
        this.world = world;
        this.generation = generation;
    }

    /** What a call does, and how it fails. */
    interface Effect<E extends Exception> {
        void run() throws E;
    }

    private record Late(int atCall, Runnable effect) {}

    void requireAlive() {
        if (world.generation != generation) {
            throw new SimulatedCrash();
        }
    }

    <E extends Exception> void step(
            String site, Supplier<E> allowed, Supplier<E> foreign, Effect<E> effect) throws E {
        step(site, allowed, foreign, effect, null);
    }

    /**
     * Makes a call.
     *
     * @param lateEffect what an abandoned thread still does a few calls later, or null
     */
    <E extends Exception> void step(
            String site,
            Supplier<E> allowed,
            Supplier<E> foreign,
            Effect<E> effect,
            @Nullable Runnable lateEffect)
            throws E {
        requireAlive();
        world.clock += 1_000_000L + world.random.nextInt(1_000_000);
        int index = world.calls++;
        runLate(index);
        Fault fault = world.script.at(index, site);
        world.trace.add(index + " " + world.clock + " " + site + " " + fault);
        switch (fault) {
            case NONE -> effect.run();
            case CODE -> throw allowed.get();
            case FOREIGN_CODE -> throw foreign.get();
            case CODE_AFTER -> {
                effect.run();
                throw allowed.get();
            }
            case RUNTIME -> throw new IllegalStateException("injected at " + site);
            case RUNTIME_AFTER -> {
                effect.run();
                throw new IllegalStateException("injected after " + site);
            }
            case MEMORY -> throw new OutOfMemoryError("injected at " + site);
            case OVERRUN -> overrun(index, effect, lateEffect);
            case SLOW -> {
                effect.run();
                world.clock += SLOW_NANOS;
            }
            case LIE -> {
                // Only an application can break its word: storage that lies cannot be helped.
                if (!site.endsWith(".freeze")) {
                    effect.run();
                }
            }
            case CANCEL -> {
                world.cancel.run();
                requireAlive();
                effect.run();
            }
            case CRASH_BEFORE -> {
                world.crash();
                throw new SimulatedCrash();
            }
            case CRASH_AFTER -> {
                effect.run();
                world.crash();
                throw new SimulatedCrash();
            }
        }
    }

    /** Outside a task nobody waits with a limit, so the call is only slow. */
    private <E extends Exception> void overrun(
            int index, Effect<E> effect, @Nullable Runnable lateEffect) throws E {
        world.clock += SLOW_NANOS;
        if (taskDepth == 0) {
            effect.run();
            return;
        }
        if (lateEffect != null) {
            late.add(new Late(index + 2 + world.random.nextInt(4), lateEffect));
        }
        throw new Overrun();
    }

    private void runLate(int index) {
        List<Late> due = late.stream().filter(l -> l.atCall() <= index).toList();
        late.removeAll(due);
        due.forEach(l -> l.effect().run());
    }

    /** Ends abandoned threads, as the end of the process does. */
    void end() {
        late.clear();
    }

    UUID newId() {
        return new UUID(world.random.nextLong(), world.random.nextLong());
    }
}
