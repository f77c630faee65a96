package org.openvss.linux;

/** Says what it may do; a test starts it with fewer privileges than its own. */
public final class PrivilegesProgram {
    private PrivilegesProgram() {}

    /** Prints one line without an end. */
    public static void main(String[] arguments) throws LinuxException {
        System.out.print("may freeze: " + Privileges.mayFreeze());
    }
}
