package org.openvss;

import org.jspecify.annotations.Nullable;

/**
 * Who a writer is; what {@code GetIdentityEx} and {@code GetVersion} answer.
 *
 * @param writerId class of the writer
 * @param instanceId instance of the writer; of no use once the document was stored
 * @param name name of the writer, not localised
 * @param instanceName lasting name of the instance, or null if the writer has one instance only
 * @param version version of the writer
 * @param usage how its data is used
 * @param source kind of its store
 */
public record WriterIdentity(
        WriterId writerId,
        WriterInstanceId instanceId,
        String name,
        @Nullable String instanceName,
        @Mirrors("IVssExamineWriterMetadataEx2::GetVersion") WriterVersion version,
        UsageType usage,
        SourceType source) {}
