package org.openvss.linux;

/** The processor architectures whose system call numbers and open flags this module knows. */
enum Architecture {
    X86_64,
    AARCH64;

    private static final Architecture CURRENT = detect(System.getProperty("os.arch", ""));

    /** Returns the architecture that this virtual machine runs on. */
    static Architecture current() {
        return CURRENT;
    }

    /** Returns the one of two numbers that belongs to this machine. */
    static int choose(int onX8664, int onAarch64) {
        return switch (CURRENT) {
            case X86_64 -> onX8664;
            case AARCH64 -> onAarch64;
        };
    }

    private static Architecture detect(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            case String other ->
                    throw new IllegalStateException(
                            "OpenVSS knows the system calls of x86_64 and aarch64, not those of "
                                    + other
                                    + "; run it on one of these.");
        };
    }
}
