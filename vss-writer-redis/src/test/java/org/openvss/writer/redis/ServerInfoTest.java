package org.openvss.writer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openvss.writer.Secret;
import org.openvss.writer.WriterException;

/** What is concluded from the words of a server. */
class ServerInfoTest {
    private static final String MASTER = "redis_mode:standalone\r\nrole:master\r\nloading:0\r\n";

    @Test
    void readsNamesAndValuesAndPassesOverTitles() {
        ServerInfo info = ServerInfo.parse("# Server\r\nrun_id:ab:c\r\n\r\naof_enabled:1\r\nx");

        assertThat(info.runId()).isEqualTo("ab:c");
        assertThat(info.appendsOnly()).isTrue();
        assertThat(info.number("run_id")).isZero();
        assertThat(info.text("x")).isEmpty();
    }

    @Test
    void onlyVersionsWithAPauseOfWritesAreTaken() {
        for (String version : new String[] {"6.2", "6.2.14", "7.0.15", "10.0", "255.255.255"}) {
            assertThatCode(() -> check(version)).as(version).doesNotThrowAnyException();
        }
        for (String version : new String[] {"6.1.9", "6.0", "5.9.9", "", "6.x"}) {
            assertThatThrownBy(() -> check(version))
                    .as(version)
                    .isInstanceOf(WriterException.class)
                    .hasMessageContaining("needs 6.2 or newer");
        }
    }

    @Test
    void aPauseIsNeverLongerThanTheLimitOfAllWriters() {
        RedisServer server =
                new RedisServer(
                        "cache",
                        UnixDomainSocketAddress.of("/s"),
                        null,
                        Secret.NONE,
                        null,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30));

        assertThat(server.pausedAtMost(Duration.ofSeconds(60))).isEqualTo(server);
        assertThat(server.pausedAtMost(Duration.ofSeconds(7)).pauseLimit())
                .isEqualTo(Duration.ofSeconds(7));
    }

    private static void check(String version) throws WriterException {
        ServerInfo.parse("redis_version:" + version + "\r\n" + MASTER).requireFreezable("it");
    }
}
