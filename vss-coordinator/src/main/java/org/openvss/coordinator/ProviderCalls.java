package org.openvss.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openvss.VssException;
import org.openvss.coordinator.port.Workers;
import org.openvss.coordinator.port.Workers.Outcome;
import org.openvss.coordinator.port.Workers.Task;
import org.openvss.provider.Provider;

/**
 * Calls providers, with their errors converted: one in the calling thread, or all parts of a set
 * side by side with a limit.
 */
final class ProviderCalls {
    private final Workers workers;

    ProviderCalls(Workers workers) {
        this.workers = workers;
    }

    /**
     * Calls one provider in this thread.
     *
     * @throws VssException the converted failure
     */
    static <T> T call(Provider provider, ProviderMethod method, Call<T> call) throws VssException {
        try {
            return call.run();
        } catch (Throwable failure) {
            throw ProviderErrorConversion.convert(provider.info(), method, failure);
        }
    }

    /**
     * Calls one provider on a thread of its own: what a provider looks up may lie on storage that
     * does not answer.
     *
     * @throws VssException the converted failure; {@code VSS_E_UNEXPECTED_PROVIDER_ERROR} names the
     *     abandoned thread if the limit has passed
     */
    <T> T one(Provider provider, ProviderMethod method, Duration limit, Call<T> call)
            throws VssException {
        Task<T> task = new Task<>(taskName(provider, method), limit, call::run);
        return switch (workers.inParallel(List.of(task)).getFirst()) {
            case Outcome.Done<T>(T answer) -> answer;
            case Outcome.Failed<T>(Throwable failure) ->
                    throw ProviderErrorConversion.convert(provider.info(), method, failure);
            case Outcome.Overran<T>(String thread) ->
                    throw ProviderErrorConversion.overrun(provider.info(), method, limit, thread);
        };
    }

    private static String taskName(Provider provider, ProviderMethod method) {
        return provider.info().name() + "." + method.documentedName();
    }

    /**
     * Makes the same call to every provider of a set.
     *
     * @return the answers, in the order of the parts
     * @throws VssException the first converted failure; further ones are suppressed in it
     */
    <T> List<T> each(
            List<ProviderPart> parts, ProviderMethod method, Duration limit, PartCall<T> call)
            throws VssException {
        List<Task<T>> tasks = new ArrayList<>();
        for (ProviderPart part : parts) {
            tasks.add(new Task<>(taskName(part.provider(), method), limit, () -> call.run(part)));
        }
        List<Outcome<T>> outcomes = workers.inParallel(tasks);
        List<T> answers = new ArrayList<>();
        List<VssException> failures = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Provider provider = parts.get(i).provider();
            switch (outcomes.get(i)) {
                case Outcome.Done<T>(T answer) -> answers.add(answer);
                case Outcome.Failed<T>(Throwable failure) ->
                        failures.add(
                                ProviderErrorConversion.convert(provider.info(), method, failure));
                case Outcome.Overran<T>(String thread) ->
                        failures.add(
                                ProviderErrorConversion.overrun(
                                        provider.info(), method, limit, thread));
            }
        }
        if (failures.isEmpty()) {
            return answers;
        }
        VssException first = failures.removeFirst();
        failures.forEach(first::addSuppressed);
        throw first;
    }

    /** One call. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws VssException;
    }

    /** One call for a part of a set. */
    @FunctionalInterface
    interface PartCall<T> {
        T run(ProviderPart part) throws VssException;
    }
}
