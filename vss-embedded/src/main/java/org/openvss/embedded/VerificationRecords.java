package org.openvss.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openvss.HResult;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.linux.Errno;
import org.openvss.linux.Fd;
import org.openvss.linux.FileCalls;
import org.openvss.linux.LinuxException;
import org.openvss.linux.OpenFlags;
import org.openvss.linux.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What verifying the sets has found, one file for each set beside the catalog; the newest result
 * counts. Goes with its set.
 */
final class VerificationRecords {
    private static final String FOLDER = "verified";
    private static final String SUFFIX = ".json";
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String folder;

    VerificationRecords(String stateFolder) {
        this.folder = Paths.join(stateFolder, FOLDER);
    }

    /** Writes or replaces the result of a set; durable. */
    void put(SetVerification verification) throws VssException {
        byte[] content = MAPPER.writeValueAsBytes(toTree(verification));
        try (Fd opened = Folders.makePrivate(folder)) {
            WholeFile.write(opened, verification.set() + SUFFIX, content);
        } catch (LinuxException e) {
            throw failed("the result of the verification cannot be stored", e);
        }
    }

    /** Returns the result of a set, or empty if it was never verified or the file is damaged. */
    Optional<SetVerification> find(ShadowCopySetId set) throws VssException {
        try (Fd opened = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            Optional<byte[]> content = WholeFile.read(opened, set + SUFFIX, LARGEST);
            return content.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read(set, MAPPER.readTree(content.get())));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw failed("the result of the verification cannot be read", e);
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Removes the result of a set that is gone. */
    void remove(ShadowCopySetId set) throws VssException {
        try (Fd opened = FileCalls.open(folder, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY)) {
            boolean _ = WholeFile.remove(opened, set + SUFFIX);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT) {
                throw failed("the result of the verification cannot be removed", e);
            }
        }
    }

    private VssException failed(String what, LinuxException cause) {
        return new VssException(
                HResult.VSS_E_UNEXPECTED,
                what + " in " + folder + ": " + cause.getMessage(),
                cause);
    }

    /** Returns the JSON of a result, also for {@code vss show} and {@code vss verify}. */
    static ObjectNode toTree(SetVerification verification) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("setId", verification.set().toString());
        json.put("verifiedAt", verification.verifiedAt().toString());
        json.put("sound", verification.isSound());
        ArrayNode writers = json.putArray("writers");
        for (SetVerification.OneWriter writer : verification.writers()) {
            ObjectNode one = writers.addObject();
            one.put("name", writer.name());
            one.put("verdict", writer.verdict().name().toLowerCase(Locale.ROOT));
            one.put("checkedBy", writer.checkedBy());
            one.put("tookMillis", writer.tookMillis());
            ArrayNode findings = one.putArray("findings");
            writer.findings().forEach(findings::add);
        }
        return json;
    }

    private static SetVerification read(ShadowCopySetId set, JsonNode json) {
        List<SetVerification.OneWriter> writers = new ArrayList<>();
        for (JsonNode writer : json.required("writers")) {
            writers.add(
                    new SetVerification.OneWriter(
                            writer.required("name").stringValue(),
                            SetVerification.Verdict.valueOf(
                                    writer.required("verdict")
                                            .stringValue()
                                            .toUpperCase(Locale.ROOT)),
                            writer.required("checkedBy").stringValue(),
                            writer.required("findings")
                                    .valueStream()
                                    .map(JsonNode::stringValue)
                                    .toList(),
                            writer.required("tookMillis").longValue()));
        }
        return new SetVerification(
                set, Instant.parse(json.required("verifiedAt").stringValue()), writers);
    }
}
