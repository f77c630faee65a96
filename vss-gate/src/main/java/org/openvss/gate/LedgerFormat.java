package org.openvss.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.writer.EmergencyThaw;

/**
 * Ledgers as lines of ASCII words; the last line counts the others, so that a cut-off file is not
 * taken for a short one. Touches no file: {@link LedgerStore} does.
 */
final class LedgerFormat {
    private static final String HEADER = "openvss-ledger 2";

    private LedgerFormat() {}

    /** Says why a ledger cannot be read. */
    static final class DamagedLedgerException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedLedgerException(String reason) {
            super(reason);
        }
    }

    /** Returns the text of a ledger. */
    static String write(Ledger ledger) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        lines.add("set " + ledger.set());
        lines.add("boot " + FieldText.encode(ledger.bootId()));
        lines.add("state " + FieldText.encode(ledger.stateFolder()));
        lines.add("begun " + ledger.begunAt().toEpochMilli());
        lines.add("coordinator " + ledger.coordinator().words());
        lines.add("guard " + ledger.guard().words());
        Integer expedited = ledger.rcuExpedited();
        lines.add("rcu-expedited " + (expedited == null ? "-" : expedited));
        ledger.holds().forEach(hold -> lines.add("hold " + hold.words()));
        ledger.thaws().forEach(thaw -> lines.add("thaw " + ThawWords.words(thaw)));
        lines.add("end " + lines.size());
        return String.join("\n", lines) + "\n";
    }

    /**
     * Reads the text of a ledger.
     *
     * @throws DamagedLedgerException if it was cut off or is something else
     */
    static Ledger read(String text) throws DamagedLedgerException {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new DamagedLedgerException("it does not begin with '" + HEADER + "'");
        }
        if (!text.endsWith("\n") || !lines.getLast().equals("end " + (lines.size() - 1))) {
            throw new DamagedLedgerException("its last line is missing: it was cut off");
        }
        Map<String, String> single = new LinkedHashMap<>();
        List<HoldTarget> holds = new ArrayList<>();
        List<EmergencyThaw> thaws = new ArrayList<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            try {
                readLine(line, single, holds, thaws);
            } catch (IllegalArgumentException damaged) {
                throw new DamagedLedgerException(
                        "its line '" + line + "' is damaged: " + damaged.getMessage());
            }
        }
        return assemble(single, holds, thaws);
    }

    private static void readLine(
            String line,
            Map<String, String> single,
            List<HoldTarget> holds,
            List<EmergencyThaw> thaws) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("it has no value");
        }
        String key = line.substring(0, space);
        String value = line.substring(space + 1);
        switch (key) {
            case "hold" -> holds.add(HoldTarget.parse(value));
            case "thaw" -> thaws.add(ThawWords.parse(value));
            case "set", "boot", "state", "begun", "coordinator", "guard", "rcu-expedited" -> {
                if (single.put(key, value) != null) {
                    throw new IllegalArgumentException("it stands there twice");
                }
            }
            default -> throw new IllegalArgumentException("nobody knows '" + key + "'");
        }
    }

    private static Ledger assemble(
            Map<String, String> single, List<HoldTarget> holds, List<EmergencyThaw> thaws)
            throws DamagedLedgerException {
        try {
            String expedited = value(single, "rcu-expedited");
            return new Ledger(
                    ShadowCopySetId.parse(value(single, "set")),
                    FieldText.decode(value(single, "boot")),
                    FieldText.decode(value(single, "state")),
                    Instant.ofEpochMilli(Long.parseLong(value(single, "begun"))),
                    ProcessStamp.parse(value(single, "coordinator")),
                    ProcessStamp.parse(value(single, "guard")),
                    expedited.equals("-") ? null : (Integer) Integer.parseInt(expedited),
                    holds,
                    thaws);
        } catch (IllegalArgumentException damaged) {
            throw new DamagedLedgerException("a value is damaged: " + damaged.getMessage());
        } catch (VssException noId) {
            throw new DamagedLedgerException("its set id is damaged: " + noId.sentence());
        }
    }

    private static String value(Map<String, String> single, String key)
            throws DamagedLedgerException {
        @Nullable String value = single.get(key);
        if (value == null) {
            throw new DamagedLedgerException("its line '" + key + "' is missing");
        }
        return value;
    }
}
