package org.openvss;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** A constant that stands for one bit of a documented mask; masks are sets of such constants. */
public interface MaskBit {
    /** Returns the documented bit. */
    int bit();

    /**
     * Returns the sum of the bits of some constants.
     *
     * @param constants constants of one mask
     */
    static int toMask(Collection<? extends MaskBit> constants) {
        return constants.stream().mapToInt(MaskBit::bit).reduce(0, (a, b) -> a | b);
    }

    /**
     * Returns the constants whose bits are set in a mask.
     *
     * @param type the kind of mask
     * @param mask the bits
     * @throws VssException {@link HResult#E_INVALIDARG} if a bit is set that VSS does not define
     */
    static <E extends Enum<E> & MaskBit> Set<E> ofMask(Class<E> type, int mask)
            throws VssException {
        Set<E> found = EnumSet.noneOf(type);
        int rest = mask;
        for (E constant : EnumSet.allOf(type)) {
            if ((mask & constant.bit()) != 0) {
                found.add(constant);
                rest &= ~constant.bit();
            }
        }
        if (rest != 0) {
            throw new VssException(
                    HResult.E_INVALIDARG,
                    "bits 0x"
                            + Integer.toHexString(rest)
                            + " of "
                            + type.getSimpleName()
                            + " are not defined by VSS");
        }
        return found;
    }
}
