package org.openvss.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmSafetyTest {
    private static final String MAPS =
            "7f00-7f01 rw-s 00000000 fe:00 12 /usr/lib/jvm/lib/server/libjvm.so\n";

    @Test
    void acceptsAVirtualMachineThatWritesNoFiles() {
        List<String> arguments =
                List.of("-XX:-UsePerfData", "-Xlog:gc", "-Xlog:gc:stderr", "-Xint");
        assertThat(JvmSafety.reasonToRefuse(MAPS, arguments)).isEmpty();
    }

    @Test
    void refusesAPerformanceDataFile() {
        String maps = MAPS + "7f02-7f03 rw-s 00000000 fe:00 13 /tmp/hsperfdata_root/4711\n";
        assertThat(JvmSafety.reasonToRefuse(maps, List.of()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("-XX:-UsePerfData"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xlog:gc:gc.log",
                "-Xlog:gc*:file=/var/log/gc.log:time",
                "-Xloggc:gc.log",
                "-XX:StartFlightRecording",
                "-XX:StartFlightRecording=filename=x.jfr"
            })
    void refusesFilesThatItWritesByItself(String argument) {
        assertThat(JvmSafety.reasonToRefuse(MAPS, List.of(argument)))
                .hasValueSatisfying(reason -> assertThat(reason).contains(argument));
    }
}
