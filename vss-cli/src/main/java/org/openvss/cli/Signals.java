package org.openvss.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * While it is open, the signals that end a command go to somebody else: {@code vss exec} hands them
 * to COMMAND and ends as COMMAND does.
 *
 * <p>Uses {@code sun.misc.Signal}, the only way to receive a signal in Java: a shutdown hook would
 * not know which signal came, and could not keep the program running. It is called by reflection,
 * because the compiler warns of every mention of it and the warning cannot be switched off for one
 * class.
 */
final class Signals implements AutoCloseable {
    /** The signals by name, with their numbers, which are the same on every Linux. */
    private enum Ending {
        HUP(1),
        INT(2),
        TERM(15);

        private final int number;

        Ending(int number) {
            this.number = number;
        }
    }

    /** What to do to give a signal back to its former handler. */
    private interface Restoration {
        void restore() throws ReflectiveOperationException;
    }

    private final List<Restoration> restorations = new ArrayList<>();

    private Signals() {}

    /** Sends the numbers of the signals to a receiver, which is called on a thread of the JVM. */
    static Signals handledBy(IntConsumer receiver) {
        Signals signals = new Signals();
        for (Ending ending : Ending.values()) {
            signals.handle(ending, receiver);
        }
        return signals;
    }

    private void handle(Ending ending, IntConsumer receiver) {
        try {
            register(ending, receiver);
        } catch (ReflectiveOperationException e) {
            // The caller has it ignored (nohup), and then COMMAND ignores it too.
            return;
        }
    }

    private void register(Ending ending, IntConsumer receiver) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(ending.name());
        InvocationHandler call =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                receiver.accept(ending.number);
                                yield null;
                            }
                            case "equals" -> isSame(proxy, arguments[0]);
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "handler of " + ending;
                        };
        Object handler =
                Proxy.newProxyInstance(
                        Signals.class.getClassLoader(), new Class<?>[] {handlerType}, call);
        Method register = signalType.getMethod("handle", signalType, handlerType);
        Object former = register.invoke(null, signal, handler);
        restorations.add(() -> register.invoke(null, signal, former));
    }

    @SuppressWarnings("ReferenceEquality") // the identity of the handler is what is asked for
    private static boolean isSame(Object proxy, Object other) {
        return proxy == other;
    }

    @Override
    public void close() {
        restorations.forEach(Signals::restore);
    }

    private static void restore(Restoration restoration) {
        try {
            restoration.restore();
        } catch (ReflectiveOperationException e) {
            // The program is about to end with COMMAND's code in any case.
            return;
        }
    }
}
